/** Parts of the interface whose scripts are fetched when they are first wanted, or ahead of that while nobody waits for anything. */
import { type ComponentType, type ReactNode, use } from 'react';

export interface OnDemand<Props> {
  (props: Props): ReactNode;
  /** Fetches its script. Rejects where it cannot be had; another try may succeed. */
  fetch(): Promise<unknown>;
}

/**
 * A component that waits only while its script is really under way. React's `lazy` waits even where the script is there, and what
 * stands there meanwhile then stays for 300 ms.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let loading: Promise<ComponentType<Props>> | undefined;
  function fetch(): Promise<ComponentType<Props>> {
    if (loading === undefined) {
      const under = load();
      loading = under;
      under.then(
        // By these React knows that it need not wait for the promise, as it writes them itself on one that it has waited for.
        (value) => Object.assign(under, { status: 'fulfilled', value }),
        () => {
          loading = undefined;
        },
      );
    }
    return loading;
  }
  function Part(props: Props): ReactNode {
    const Loaded = use(fetch());
    return <Loaded {...props} />;
  }
  return Object.assign(Part, { fetch });
}

/** Fetches scripts one after the other once `pause` milliseconds have passed. Returns how to stop. One that cannot be had is asked for again when it is wanted. */
export function fetchAhead(parts: readonly Pick<OnDemand<never>, 'fetch'>[], pause: number): () => void {
  let stopped = false;
  const timer = setTimeout(async () => {
    for (const part of parts) {
      if (stopped) return;
      await part.fetch().catch(() => undefined);
    }
  }, pause);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
