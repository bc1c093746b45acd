/** The engine as components use it: queries that stay fresh by the engine's own events, and commands that tell their errors. */
import { keepPreviousData, type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { CallInput, CallName, CallOptions, CallOutput, CallsOfKind, EventPayload } from '../../contract/engine-api.ts';
import type { HostApi } from '../../contract/host-api.ts';
import { type ErrorRecord, toErrorRecord } from '../../model/error.ts';
import { notifyError } from '../ui/notices-store.ts';
import type { EngineLink, LinkState } from './engine-link.ts';

interface Workplace {
  link: EngineLink;
  host: HostApi;
}

export const WorkplaceContext = createContext<Workplace | null>(null);

function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (workplace === null) throw new Error('used outside of the interface');
  return workplace;
}

export function useHost(): HostApi {
  return useWorkplace().host;
}

export function useEngine(): EngineLink {
  return useWorkplace().link;
}

export function useLinkState(): LinkState {
  const { link } = useWorkplace();
  return useSyncExternalStore(link.subscribe, () => link.state);
}

export interface AskOptions {
  enabled?: boolean;
  /** Show the last answer while another question is under way. */
  keepPrevious?: boolean;
  /** Milliseconds after which an answer that nobody shows is forgotten. */
  keepFor?: number;
}

/** Asks the engine and keeps the answer fresh. */
export function useAsk<Name extends CallsOfKind<'query'>>(
  name: Name,
  input: CallInput<Name>,
  options: AskOptions = {},
): UseQueryResult<CallOutput<Name>, Error> {
  const link = useEngine();
  return useQuery<CallOutput<Name>, Error>({
    queryKey: [name, input],
    queryFn: ({ signal }) => link.call(name, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData as never } : {}),
    ...(options.keepFor === undefined ? {} : { gcTime: options.keepFor }),
  });
}

/** Gives a function that carries out a command; an error becomes a notice and the answer `undefined`. */
export function useCommand(): <Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options?: CallOptions,
) => Promise<CallOutput<Name> | undefined> {
  const link = useEngine();
  return useCallback(
    async (name, input, options) => {
      try {
        return await link.call(name, input, options);
      } catch (thrown) {
        const error = toErrorRecord(thrown);
        if (error.code !== 'cancelled') notifyError(error);
        return undefined;
      }
    },
    [link],
  );
}

/** The record of whatever a query failed with, or null. */
export function failureOf(result: { error: unknown }): ErrorRecord | null {
  return result.error === null || result.error === undefined ? null : toErrorRecord(result.error);
}

type Topic = EventPayload<'changed'>['topics'][number];

const staleAfter: Record<Topic, readonly CallName[]> = {
  case: ['case.current', 'case.recent', 'run.queued'],
  items: [
    'items.page',
    'items.position',
    'items.facets',
    'items.ranges',
    'items.folders',
    'items.get',
    'items.histogram',
    'items.positions',
    'tags.list',
    'case.current',
  ],
  tags: ['tags.list', 'items.page', 'items.facets', 'items.ranges', 'items.get'],
  exhibits: ['exhibits.list', 'items.page', 'items.get'],
  audit: ['audit.page', 'case.current', 'case.recent'],
  notes: ['notes.get'],
  searches: ['searches.list'],
  settings: ['settings.get'],
  run: ['run.state', 'run.queued', 'case.current'],
};

/** Asks again for what changed; while changes pour in, at most once in `pause` milliseconds. */
export function keepFresh(link: EngineLink, queries: QueryClient, pause = 700): () => void {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last = Number.NEGATIVE_INFINITY;

  function flush(): void {
    timer = null;
    last = performance.now();
    const names = new Set(stale);
    stale.clear();
    void queries.invalidateQueries({ predicate: (query) => names.has(query.queryKey[0] as string) }, { cancelRefetch: false });
  }

  const stopChanges = link.on('changed', ({ topics }) => {
    for (const topic of topics) for (const name of staleAfter[topic]) stale.add(name);
    timer ??= setTimeout(flush, Math.max(20, pause - (performance.now() - last)));
  });
  const stopProgress = link.on('progress', (progress) => queries.setQueryData(['run.state', {}], progress));
  const stopReconnect = link.onReconnect(() => void queries.invalidateQueries());
  return () => {
    if (timer !== null) clearTimeout(timer);
    stopChanges();
    stopProgress();
    stopReconnect();
  };
}
