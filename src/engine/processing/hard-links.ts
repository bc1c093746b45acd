/** Further names of a hard-linked file: their content is the first name's, which was read once. */
import { isExtensionMismatch } from '../../identification/extension.ts';
import type { ItemResult } from '../../model/processing.ts';
import { contentOf } from '../../storage/content-of.ts';
import type { PendingItems } from '../../storage/pending.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { Recorder } from './recorder.ts';

const batchLength = 500;

/** Gives every waiting name the content of the first one. Whether the extension fits is judged by each name itself. */
export function copyHardLinks(session: CaseSession, pending: PendingItems, recorder: Recorder): void {
  for (;;) {
    const waiting = pending.waitingHardLinks(batchLength);
    if (waiting.length === 0) return;
    const results = waiting.map(({ id, extension, hard_link_of }): ItemResult => {
      const { content, path } = contentOf(session.connection, session.writer, hard_link_of);
      return {
        ...content,
        key: id,
        extensionMismatch: content.mediaType !== null && isExtensionMismatch(content.mediaType, extension),
        observations: [
          ...content.observations,
          { severity: 'note', code: 'hard-link', message: `Another name of the same file; its content was read as ${path}.`, step: 'read' },
        ],
        children: [],
      };
    });
    recorder.record([], [], results);
  }
}
