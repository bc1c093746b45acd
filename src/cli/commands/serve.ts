/** `sabut serve`: shows the interface in a browser, on this machine only, until Ctrl+C. */
import { runServe } from '../../web/serve.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { answering } from '../session.ts';

export interface ServeOptions {
  port?: number;
  open?: boolean;
}

/** Serves until the process is asked to end. */
export function serve(output: Output, directory: string | undefined, options: ServeOptions): Promise<number> {
  return answering(output, async (signal) => {
    const serving = await runServe({
      ...(directory === undefined ? {} : { caseDirectory: directory }),
      ...(options.port === undefined ? {} : { port: options.port }),
      open: options.open === true,
      onAddress: (address) => output.line(`Open once, in a browser on this machine: ${address}`),
    });
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    output.line('Closing; a run that is under way is paused first.');
    await serving.close();
    return exitCodes.done;
  });
}
