/** What can be wrong with a case or the place where it lies, in sentences that say what to do. */
import { EngineError } from '../../model/error.ts';
import { translate } from '../../storage/database-faults.ts';

/** The error for a change to a case that was opened for reading. */
export function cannotBeWritten(directory: string): EngineError {
  return new EngineError(
    'unsupported',
    `${directory} cannot be written. Copy it to a place where you may write, or correct its permissions, and open it there.`,
    { reason: 'case-not-writable' },
  );
}

/** A case whose making was cut short, by a power cut or a kill: it has no first entry, and so holds nothing. */
export function neverFinished(directory: string): EngineError {
  return new EngineError(
    'case-corrupt',
    `The making of ${directory} was cut short, so there is nothing in it. Remove the directory and make the case again.`,
    { reason: 'case-never-finished', place: directory },
  );
}

/** What the file system says of the place where a case is to be made. */
export function asPlaceError(thrown: unknown, directory: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return placeNotWritable(directory, thrown);
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new EngineError(
      'unsupported',
      `${directory} lies below something that is not a folder. Choose another place.`,
      { reason: 'place-below-no-folder', place: directory },
      thrown,
    );
  if (code === 'ENAMETOOLONG')
    return new EngineError(
      'unsupported',
      `${directory} is a longer name than the file system takes. Choose a shorter one.`,
      { reason: 'name-too-long', place: directory },
      thrown,
    );
  const fault = asCaseError(thrown, directory);
  // Whatever ran out of space first, the sentence for a case that was not made says what to do about that.
  return fault instanceof EngineError && fault.code === 'storage-full' ? noSpaceFor(directory, thrown) : fault;
}

function noSpaceFor(directory: string, thrown: unknown): EngineError {
  return new EngineError(
    'storage-full',
    `The disk that should hold ${directory} is full. Free some space and try again; nothing was left behind.`,
    { reason: 'no-space-at', place: directory },
    thrown,
  );
}

function placeNotWritable(directory: string, thrown: unknown): EngineError {
  return new EngineError(
    'unsupported',
    `${directory} cannot be written. Choose a place where you may write, or correct its permissions.`,
    { reason: 'place-not-writable', place: directory },
    thrown,
  );
}

/** What SQLite and the system say of a case that is there; anything else comes back as it was thrown. */
export function asCaseError(thrown: unknown, directory: string): unknown {
  const translated = translate(thrown);
  // The other codes of a place that cannot be written, and of a full disk, are translated already.
  return (translated as NodeJS.ErrnoException).code === 'EPERM' ? placeNotWritable(directory, thrown) : translated;
}
