/** Which zone times are shown in. */
import { useAsk } from '../app/engine.ts';
import { usePreferences } from '../app/preferences.ts';

export const defaultZone = 'Asia/Karachi';

/** IANA name of the zone that times are shown in. */
export function useZone(): string {
  const zone = usePreferences((preferences) => preferences.zone);
  const current = useAsk('case.current', {});
  return zone === 'utc' ? 'UTC' : (current.data?.header.timeZone ?? defaultZone);
}
