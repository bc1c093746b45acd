/** Where the bytes of an item can be fetched from as sound or film: an address of the host's other origin, good for a while. */
import { useEffect, useState } from 'react';
import type { ItemRow } from '../../contract/schemas.ts';
import { type ErrorRecord, toErrorRecord } from '../../model/error.ts';
import { useHost } from '../app/engine.ts';

/** The address once it is there; `wanted` false asks for none. */
export function useEvidenceAddress(
  { id, mediaType }: Pick<ItemRow, 'id' | 'mediaType'>,
  wanted = true,
): { address: string | null; error: ErrorRecord | null } {
  const host = useHost();
  const [answer, setAnswer] = useState<{ id: string; address: string | null; error: ErrorRecord | null } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    host.evidenceAddress(id, mediaType ?? 'application/octet-stream').then(
      (address) => here && setAnswer({ id, address, error: null }),
      (thrown) => here && setAnswer({ id, address: null, error: toErrorRecord(thrown) }),
    );
    return () => {
      here = false;
      setAnswer(null);
    };
  }, [host, id, mediaType, wanted]);
  return answer?.id === id ? answer : { address: null, error: null };
}
