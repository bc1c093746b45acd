import type { UtilityProcess } from 'electron';

/** Ends a process at once; `kill` alone asks, which an endless loop does not hear. */
export function endProcess(child: UtilityProcess): void {
  const { pid } = child;
  if (!child.kill() || pid === undefined || process.platform === 'win32') return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
