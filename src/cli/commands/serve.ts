/** `sabut serve`: shows the interface in a browser, on this machine only, until Ctrl+C. */
import { runServe } from '../../web/serve.ts';
import { exitCodes } from '../session.ts';

/** Serves until the process is asked to end. */
export async function serve(directory: string | undefined, options: { port?: number; open?: boolean }): Promise<number> {
  const serving = await runServe({
    ...(directory === undefined ? {} : { caseDirectory: directory }),
    ...(options.port === undefined ? {} : { port: options.port }),
    open: options.open === true,
    onAddress: (address) => process.stdout.write(`Open once, in a browser on this machine: ${address}\n`),
  });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdout.write('Closing; a run that is under way is paused first.\n');
  await serving.close();
  return exitCodes.done;
}
