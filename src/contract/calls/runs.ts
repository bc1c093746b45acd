/** Processing runs and the queue of those that wait. */
import { z } from 'zod';
import { call } from '../define.ts';
import { nothing, processingRun, profileName, progress, runQueue } from '../schemas.ts';

export const runCalls = {
  'run.start': call(
    'job',
    'Adds evidence sources and processes them.',
    z.object({
      evidence: z.array(z.string().min(1)).min(1).max(100),
      profile: profileName,
      workers: z.number().int().min(1).max(64).optional(),
      crossFileSystems: z.boolean().optional(),
    }),
    processingRun,
  ),
  'run.resume': call(
    'job',
    'Goes on with a run that was paused or interrupted.',
    z.object({ profile: profileName.optional(), workers: z.number().int().min(1).max(64).optional() }),
    processingRun,
  ),
  'run.queue': call(
    'command',
    'Puts a run at the end of the queue that the case keeps, and starts it when nothing is under way and nothing was left unfinished.',
    z.object({ evidence: z.array(z.string().min(1)).min(1).max(100), profile: profileName, crossFileSystems: z.boolean().optional() }),
    runQueue,
  ),
  'run.unqueue': call('command', 'Takes a run out of the queue before it began.', z.object({ key: z.number() }), runQueue),
  'run.queued': call('query', 'What waits in the open case, and what stopped the last run.', nothing, runQueue),
  'run.next': call('command', 'Starts the first that waits: after a fault, or when the case was opened again.', nothing, nothing),
  'run.cancel': call('command', 'Cancels the run under way, whoever started it; what waits is held.', nothing, nothing),
  'run.pause': call('command', 'Pauses the run; what is under way is finished first.', nothing, nothing),
  'run.state': call('query', 'Tells the progress of the run of this process, or null.', nothing, progress.nullable()),
} as const;
