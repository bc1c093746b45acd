/** Pictures of items, and the content of what lies inside them: both come from processes that may be killed. */
import { join } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { type MadePicture, noPicture, type PictureWish } from '../../model/viewing.ts';
import type { ItemLocation } from '../../storage/item-location.ts';
import type { CaseSession } from '../case/case-session.ts';
import { PictureCache } from './picture-cache.ts';
import { isChanged, unreadFault, viewTargetOf } from './view-target.ts';
import { ViewerEnded, ViewerPool, type ViewerPoolSetting } from './viewer-pool.ts';

/** Bytes of pictures that are kept beside a case. */
const pictureLimit = 512 * 1024 ** 2;
/** Refusals that are remembered, so that a decoder that breaks down is not tried again with every look. */
const refusalLimit = 5000;
/** Bytes of members that are held, so that going through one takes it out once. */
const memberLimit = 96 * 1024 ** 2;

interface HeldMember {
  bytes: Uint8Array;
  changed: boolean;
}

export class Viewing {
  private readonly session: CaseSession;
  private readonly pool: ViewerPool;
  private readonly cache: PictureCache;
  private readonly refusals = new Map<string, MadePicture>();
  private readonly making = new Map<string, Promise<MadePicture>>();
  private readonly members = new Map<string, Promise<HeldMember>>();
  private readonly memberLengths = new Map<string, number>();

  constructor(session: CaseSession, pool: ViewerPoolSetting) {
    this.session = session;
    this.pool = new ViewerPool(pool);
    this.cache = new PictureCache(join(session.cacheDirectory, 'pictures'), pictureLimit, session.setting.clock);
  }

  /** Ends the processes. */
  stop(): void {
    this.pool.stop();
  }

  /**
   * A picture of an item, or why there is none.
   * @throws EngineError `source-unavailable`, `cancelled`, `internal`.
   */
  async picture(location: ItemLocation, wish: PictureWish, signal: AbortSignal): Promise<MadePicture> {
    const key = JSON.stringify([location.id, location.sha256, wish]);
    const refused = this.refusals.get(key);
    if (refused !== undefined) return refused;
    const kept = location.sha256 === null ? null : await this.cache.get(location.sha256, wish);
    if (kept !== null) return kept;
    const known = this.making.get(key);
    if (known !== undefined) {
      // Whoever asked first may have given up.
      const shared = await known.catch(() => null);
      if (shared !== null) return shared;
    }
    const making = this.make(location, wish, signal, key).finally(() => this.making.delete(key));
    this.making.set(key, making);
    return making;
  }

  private async make(location: ItemLocation, wish: PictureWish, signal: AbortSignal, key: string): Promise<MadePicture> {
    const { target, file } = viewTargetOf(this.session, location);
    try {
      const answer = await this.pool.ask({ type: 'picture', target, wish }, signal);
      if (answer.type === 'unread') throw unreadFault(file, answer.code, answer.message);
      if (answer.type !== 'picture') throw new EngineError('internal', 'A process answered something else than was asked.');
      const { picture } = answer;
      if (picture.mediaType === null) this.refuse(key, picture);
      // What is not the content that was hashed must not come to stand for it.
      else if (location.sha256 !== null && !isChanged(file, answer.file)) await this.cache.put(location.sha256, wish, picture);
      return picture;
    } catch (thrown) {
      if (thrown instanceof ViewerEnded)
        return this.refuse(key, noPicture(new EngineError('unsupported', thrown.message, { reason: 'decoder-ended' }, thrown)));
      if (thrown instanceof EngineError && thrown.code === 'unsupported') return this.refuse(key, noPicture(thrown));
      // The right evidence may be back at the next look.
      if (thrown instanceof EngineError && thrown.code === 'source-changed') return noPicture(thrown);
      throw thrown;
    }
  }

  private refuse(key: string, picture: MadePicture): MadePicture {
    this.refusals.set(key, picture);
    for (const oldest of this.refusals.keys()) {
      if (this.refusals.size <= refusalLimit) break;
      this.refusals.delete(oldest);
    }
    return picture;
  }

  /**
   * The whole content of a member, taken out of its container again. `changed` where the container is no longer as it was hashed.
   * @throws EngineError `source-unavailable`, `unsupported`, `cancelled`, `internal`.
   */
  async member(location: ItemLocation, signal: AbortSignal): Promise<HeldMember> {
    const known = this.members.get(location.id);
    if (known !== undefined) return known;
    const taking = this.takeOut(location, signal);
    this.members.set(location.id, taking);
    try {
      const held = await taking;
      this.memberLengths.set(location.id, held.bytes.length);
      this.forgetMembers();
      return held;
    } catch (thrown) {
      this.members.delete(location.id);
      throw thrown;
    }
  }

  private async takeOut(location: ItemLocation, signal: AbortSignal): Promise<HeldMember> {
    const { target, file } = viewTargetOf(this.session, location);
    try {
      const answer = await this.pool.ask({ type: 'content', target }, signal);
      if (answer.type === 'unread') throw unreadFault(file, answer.code, answer.message);
      if (answer.type !== 'content') throw new EngineError('internal', 'A process answered something else than was asked.');
      return { bytes: answer.bytes, changed: isChanged(file, answer.file) };
    } catch (thrown) {
      if (!(thrown instanceof ViewerEnded)) throw thrown;
      throw new EngineError(
        'unsupported',
        `What lies inside ${file.name} could not be taken out again: ${thrown.message}`,
        { reason: 'member-not-taken-out', name: file.name, item: location.id },
        thrown,
      );
    }
  }

  private forgetMembers(): void {
    let total = 0;
    for (const length of this.memberLengths.values()) total += length;
    for (const [oldest, length] of this.memberLengths) {
      if (total <= memberLimit || this.memberLengths.size === 1) return;
      this.memberLengths.delete(oldest);
      this.members.delete(oldest);
      total -= length;
    }
  }
}
