/** Gathers the exhibits for the report: a small picture or the beginning of the text of each, with all that the case holds. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError, type ErrorRecord, toErrorRecord } from '../../model/error.ts';
import type { ReportExhibit } from '../../reports/snapshot.ts';
import type { CaseSession } from '../case/case-session.ts';
import { listExhibits } from '../review/listed-exhibits.ts';

const pictureEdge = 480;
const excerptBytes = 2000;

type Calls = Pick<UseCases, 'items.picture' | 'items.text'>;
type CallContext = Parameters<UseCases['items.picture']>[1];

/** All exhibits of the case. One whose content cannot be shown says why; that never stops the report. */
export async function gatherExhibits(session: CaseSession, calls: Calls, call: CallContext): Promise<ReportExhibit[]> {
  const gathered: ReportExhibit[] = [];
  for (const { number, description, item, tags, comment } of listExhibits(session)) {
    if (call.signal.aborted) throw new EngineError('cancelled', 'The report was cancelled. Nothing was left behind.');
    gathered.push({ number, description, item, tags, comment, ...(await likenessOf(item.id, item.mediaType, calls, call)) });
  }
  return gathered;
}

type Likeness = Pick<ReportExhibit, 'picture' | 'excerpt' | 'shortfall'>;

/** Why something is not shown whole, as the report takes it. */
function shortfallOf({ message, details }: ErrorRecord): ReportExhibit['shortfall'] {
  return { reason: String(details['reason'] ?? ''), message };
}

async function likenessOf(id: string, mediaType: string | null, calls: Calls, call: CallContext): Promise<Likeness> {
  try {
    if (mediaType?.startsWith('text/') || mediaType?.startsWith('message/')) {
      const { text } = await calls['items.text']({ id, charset: null, offset: 0, length: excerptBytes }, call);
      return { picture: null, excerpt: text, shortfall: null };
    }
    const picture = await calls['items.picture']({ id, edge: pictureEdge, page: 0 }, call);
    const shortfall = picture.reason === null ? null : shortfallOf(picture.reason);
    if (!isShown(picture.mediaType) || picture.bytes.length === 0) return { picture: null, excerpt: null, shortfall };
    const base64 = Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength).toString('base64');
    return { picture: { mediaType: picture.mediaType, base64 }, excerpt: null, shortfall };
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'cancelled') throw thrown;
    return { picture: null, excerpt: null, shortfall: shortfallOf(toErrorRecord(thrown)) };
  }
}

function isShown(mediaType: string | null): mediaType is 'image/jpeg' | 'image/png' | 'image/webp' {
  return mediaType === 'image/jpeg' || mediaType === 'image/png' || mediaType === 'image/webp';
}
