/** The part of yauzl 3 that is used here; the package brings no types of its own. */
declare module 'yauzl' {
  interface Entry {
    fileNameRaw: Buffer;
    compressionMethod: number;
    compressedSize: number;
    uncompressedSize: number;
    isEncrypted(): boolean;
  }

  interface ZipFile {
    on(event: 'entry', listener: (entry: Entry) => void): void;
    on(event: 'end', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    entryCount: number;
    readEntry(): void;
    close(): void;
    readLocalFileHeader(
      entry: Entry,
      options: { minimal: true },
      callback: (error: Error | null, header: { fileDataStart: number }) => void,
    ): void;
  }

  class RandomAccessReader {
    read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null, bytesRead: number) => void,
    ): void;
  }

  function fromRandomAccessReader(
    reader: RandomAccessReader,
    totalSize: number,
    options: { lazyEntries: true; decodeStrings: false; validateEntrySizes: false; autoClose: false },
    callback: (error: Error | null, file: ZipFile) => void,
  ): void;
}
