import { type ComponentType, Suspense } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { fetchAhead, onDemand } from '../../../src/renderer/ui/on-demand.tsx';

function Greeting({ name }: { name: string }) {
  return <p>Salam {name}</p>;
}

/** What stands there at once, without waiting for anything. */
const atOnce = (Part: ComponentType<{ name: string }>) =>
  renderToString(
    <Suspense fallback={<p>waiting</p>}>
      <Part name="Ayesha" />
    </Suspense>,
  );

describe('a part that is fetched on demand', () => {
  it('waits while its script is under way, and not a moment once it is there', async () => {
    const load = vi.fn(async () => Greeting);
    const Part = onDemand(load);
    expect(load).not.toHaveBeenCalled();
    expect(atOnce(Part)).toContain('waiting');
    await Part.fetch();
    expect(atOnce(Part)).toContain('Salam');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('is asked for again where its script could not be had', async () => {
    const load = vi.fn(async () => Greeting).mockRejectedValueOnce(new Error('the host is gone'));
    const Part = onDemand(load);
    await expect(Part.fetch()).rejects.toThrow('the host is gone');
    await Part.fetch();
    expect(atOnce(Part)).toContain('Salam');
  });

  it('is fetched ahead with the others after a pause, one that fails aside, and not once that is stopped', async () => {
    vi.useFakeTimers();
    try {
      const loads = [vi.fn(() => Promise.reject(new Error('gone'))), vi.fn(async () => Greeting), vi.fn(async () => Greeting)];
      const parts = loads.map((load) => onDemand(load));
      fetchAhead(parts.slice(0, 2), 1000);
      fetchAhead(parts.slice(2), 1000)();
      await vi.advanceTimersByTimeAsync(999);
      expect(loads.map((load) => load.mock.calls.length)).toEqual([0, 0, 0]);
      await vi.advanceTimersByTimeAsync(1);
      expect(loads.map((load) => load.mock.calls.length)).toEqual([1, 1, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});
