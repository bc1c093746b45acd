/**
 * What the engine and the processes that make pictures and take members out of items say to each other. Bytes of content
 * travel as they are; raw bytes of names as latin1 text.
 */
import { type EngineError, type ErrorRecord, toErrorRecord } from './error.ts';
import type { SourceRoot, WorkerProcess } from './processing.ts';

/** Something inside an item: which extractor brings it forth, and what it was when the case recorded it. */
export interface MemberStep {
  extractor: string;
  /** Bytes of its name as latin1. */
  name: string;
  /** Media type of what it lies in. */
  containerType: string;
  /** Of its content, hexadecimal; null where none was recorded. */
  sha256: string | null;
}

/** Whose content is wanted: a file of a source, or what lies inside one. */
export interface ViewTarget {
  root: SourceRoot;
  /** Bytes of the file's path below the root, as latin1. */
  path: string;
  /** Display form of the file's name. */
  name: string;
  /** From the file inwards; empty for the file itself. */
  members: readonly MemberStep[];
  /** Media type of the content, or null where it is not known. */
  mediaType: string | null;
  /** Of the content as the case recorded it, hexadecimal; null where none was recorded. */
  sha256: string | null;
}

export interface PictureWish {
  /** Longest edge in pixels; smaller pictures are not enlarged. */
  edge: number;
  /** Page of a document or frame of a picture that has several, from 0. */
  page: number;
  greyScale: boolean;
}

export interface MadePicture {
  /** Null where no picture could be made. */
  mediaType: 'image/jpeg' | 'image/webp' | null;
  bytes: Uint8Array<ArrayBuffer>;
  /** Pixels of the original as it is meant to be looked at; points of a document's page. 0 where not known. */
  width: number;
  height: number;
  pages: number;
  /** Why there is no picture, or not all of it. */
  reason: ErrorRecord | null;
}

/** The answer where no picture is made. */
export function noPicture(reason: EngineError): MadePicture {
  return { mediaType: null, bytes: new Uint8Array(0), width: 0, height: 0, pages: 0, reason: toErrorRecord(reason) };
}

/** What the file was when it was read, so that another one at its place is noticed. */
export interface SeenFile {
  size: number;
  /** Nanoseconds since 1970 as decimal text. */
  modified: string;
}

export type ToViewer =
  | { type: 'picture'; request: number; target: ViewTarget; wish: PictureWish }
  | { type: 'content'; request: number; target: ViewTarget };

export type FromViewer =
  | { type: 'ready' }
  | { type: 'picture'; request: number; picture: MadePicture; file: SeenFile }
  | { type: 'content'; request: number; bytes: Uint8Array<ArrayBuffer>; file: SeenFile }
  /** Nothing could be read; `code` is the operating system's or one of ours, such as `not-found-inside`. */
  | { type: 'unread'; request: number; code: string; message: string };

/** Starts a process that makes pictures; `confined` as for workers. */
export type SpawnViewer = (request: { confined: boolean }) => WorkerProcess<ToViewer, FromViewer>;
