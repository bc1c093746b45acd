/** Puts the interface into a page. */
import '../ui/mantine-styles.ts';
import '../styles/tokens.css';
import '../styles/mantine.css';
import '../styles/base.css';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { HostApi } from '../../contract/host-api.ts';
import { pageQuery } from '../features/review/result-set.ts';
import { theme } from '../ui/theme.ts';
import { keepFresh, WorkplaceContext } from './engine.ts';
import { createEngineLink, type EngineLink } from './engine-link.ts';
import { Frame, ReviewScreen } from './Frame.tsx';
import { directionOf, speak, startTranslation } from './language.ts';
import { followHistory, goTo, usePlace } from './places.ts';
import { loadPreferences, usePreferences } from './preferences.ts';

/** The system's wish for dark or light, as it changes. */
function useSystemTheme(): 'dark' | 'light' {
  const [dark, setDark] = useState(() => window.matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    const listen = (): void => setDark(query.matches);
    query.addEventListener('change', listen);
    return () => query.removeEventListener('change', listen);
  }, []);
  return dark ? 'dark' : 'light';
}

function Looks({ children }: { children: ReactNode }): ReactNode {
  const wished = usePreferences((preferences) => preferences.theme);
  const density = usePreferences((preferences) => preferences.density);
  const language = usePreferences((preferences) => preferences.language);
  const system = useSystemTheme();
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  return (
    <DirectionProvider key={language} initialDirection={directionOf(language)} detectDirection={false}>
      <MantineProvider
        theme={theme}
        forceColorScheme={wished === 'system' ? system : wished}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}

/** A page that is opened anew on a case that is open already, as `sabut serve CASE` opens it, begins where work goes on. */
async function beginAtCase(link: EngineLink, queries: QueryClient): Promise<void> {
  const openCase = await queries.fetchQuery({
    queryKey: ['case.current', {}],
    queryFn: ({ signal }) => link.call('case.current', {}, { signal }),
  });
  if (openCase === null || !usePlace.getState().untouched) return;
  goTo({ screen: openCase.sources.length === 0 ? 'evidence' : 'review' }, 'replace');
  // The rows are under way while the screen is being drawn.
  const { filters, sort } = usePlace.getState();
  if (openCase.sources.length > 0) void queries.prefetchQuery(pageQuery(link, filters, sort, 0));
}

/** Connects to the host's engine and shows the interface in `element`. */
export async function mountInterface(host: HostApi, element: HTMLElement): Promise<void> {
  // The link takes the host's token out of the address before anything else writes there.
  const link = createEngineLink(host);
  const queries = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000, retry: false, refetchOnWindowFocus: false },
    },
  });
  followHistory();
  keepFresh(link, queries);
  const preferences = loadPreferences(link);
  const beginning = beginAtCase(link, queries).catch(() => undefined);
  const { untouched, screen } = usePlace.getState();
  // Fetched while the connection is made; where it fails, the screen itself asks again and tells.
  if (untouched || screen === 'review') ReviewScreen.fetch().catch(() => undefined);
  await startTranslation();
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 600));
  await Promise.race([Promise.all([preferences, beginning]), patience]);
  await speak(usePreferences.getState().language);
  usePreferences.subscribe((now, before) => {
    if (now.language === before.language) return;
    void speak(now.language);
    host.languageChanged?.(now.language);
  });
  host.languageChanged?.(usePreferences.getState().language);
  createRoot(element).render(
    <StrictMode>
      <WorkplaceContext value={{ link, host }}>
        <QueryClientProvider client={queries}>
          <Looks>
            <Frame />
          </Looks>
        </QueryClientProvider>
      </WorkplaceContext>
    </StrictMode>,
  );
}
