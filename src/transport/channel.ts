/** What passes between a client and the engine, and the two-way pipe that carries it. */
import { z } from 'zod';
import type { ErrorRecord } from '../model/error.ts';

/** From the client. Read with a schema, because a client may be a page that was taken over. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('call'),
    /** Chosen by the client, unique within the connection. */
    id: z.number().int().min(1),
    name: z.string().max(100),
    input: z.unknown(),
    examiner: z.string().max(200).optional(),
  }),
  z.object({ type: z.literal('cancel'), id: z.number().int().min(1) }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

/** To the client. */
export type ServerMessage =
  | { type: 'result'; id: number; output: unknown }
  | { type: 'error'; id: number; error: ErrorRecord }
  | { type: 'progress'; id: number; progress: unknown }
  | { type: 'event'; name: string; payload: unknown };

/**
 * One end of a pipe. Messages arrive in order and whole; `Uint8Array` arrives as `Uint8Array`. Whoever makes the channel attaches
 * the listeners before the first message can arrive, or the channel keeps messages until then.
 */
export interface Channel<Sent, Received> {
  /** Does nothing once the channel is closed. */
  send(message: Sent): void;
  /** One listener; a later one replaces it. */
  onMessage(listener: (message: Received) => void): void;
  /** Is told once, whichever end closed; at once when the channel is closed already. */
  onClose(listener: () => void): void;
  close(): void;
}

export type ClientChannel = Channel<ClientMessage, ServerMessage>;
/** The server's end takes anything: what arrives is checked by `clientMessage`. */
export type ServerChannel = Channel<ServerMessage, unknown>;
