import { describe, expect, it, vi } from 'vitest';
import type { EngineConnection, HostApi } from '../../../src/contract/host-api.ts';
import { EngineError } from '../../../src/model/error.ts';
import { createEngineLink } from '../../../src/renderer/app/engine-link.ts';

interface Connections {
  host: HostApi;
  calls: { name: string; options: unknown }[];
  /** Breaks the connection that is in use. */
  lose(): void;
  tell(payload: unknown): void;
}

function connections(refused: () => EngineError | null = () => null): Connections {
  const calls: Connections['calls'] = [];
  let closed: () => void = () => {};
  let listeners = new Set<(payload: never) => void>();
  const connect = async (): Promise<EngineConnection> => {
    const error = refused();
    if (error !== null) throw error;
    listeners = new Set();
    return {
      call: async (name: string, _input: unknown, options: unknown) => {
        calls.push({ name, options });
        return {} as never;
      },
      on: (_name, listener) => {
        listeners.add(listener as never);
        return () => listeners.delete(listener as never);
      },
      onClose: (listener) => {
        closed = listener;
        return () => {};
      },
      close: () => {},
    };
  };
  const host: HostApi = {
    kind: 'loopback',
    connect,
    evidenceAddress: async () => '',
    openReport: async () => {},
    openCaseRequested: () => () => {},
  };
  return {
    host,
    calls,
    lose: () => closed(),
    tell: (payload) => {
      for (const listener of listeners) listener(payload as never);
    },
  };
}

describe('the link to the engine', () => {
  it('connects anew when the connection breaks, tells so, and listens again', async () => {
    const made = connections();
    const link = createEngineLink(made.host);
    const heard = vi.fn();
    const again = vi.fn();
    link.on('changed', heard);
    link.onReconnect(again);
    await vi.waitFor(() => expect(link.state.status).toBe('connected'));
    made.lose();
    expect(link.state.status).toBe('lost');
    await vi.waitFor(() => expect(link.state.status).toBe('connected'));
    expect(again).toHaveBeenCalledTimes(1);
    made.tell({ topics: ['items'] });
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it('tries again while the host does not answer, and holds calls back until it does', async () => {
    let tries = 0;
    const made = connections(() => {
      tries += 1;
      return tries < 3 ? new EngineError('internal', 'not yet') : null;
    });
    const link = createEngineLink(made.host);
    await link.call('case.current', {});
    expect(tries).toBe(3);
    expect(made.calls.map((call) => call.name)).toEqual(['case.current']);
  });

  it('gives up when the host refuses the page', async () => {
    const made = connections(() => new EngineError('unsupported', 'The address was used already.'));
    const link = createEngineLink(made.host);
    await expect(link.call('case.current', {})).rejects.toMatchObject({ code: 'unsupported' });
    expect(link.state).toMatchObject({ status: 'refused', error: { code: 'unsupported' } });
  });

  it('names the examiner of the open case', async () => {
    const made = connections();
    const link = createEngineLink(made.host);
    await link.call('case.current', {});
    link.setExaminer('Insp. Sana Malik');
    await link.call('case.close', {});
    expect(made.calls.map((call) => call.options)).toEqual([{}, { examiner: 'Insp. Sana Malik' }]);
  });
});
