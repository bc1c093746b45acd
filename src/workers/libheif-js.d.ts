/** The part of libheif-js that is used; the package brings no types. */
declare module 'libheif-js/wasm-bundle.js' {
  interface HeifImage {
    get_width(): number;
    get_height(): number;
    is_primary(): boolean;
    /** Fills `target.data` with RGBA; calls back with null where decoding fails. */
    display(
      target: { data: Uint8ClampedArray; width: number; height: number },
      done: (filled: { data: Uint8ClampedArray } | null) => void,
    ): void;
    free(): void;
  }
  class HeifDecoder {
    /** The pictures of the file; empty where it is no HEIF file. */
    decode(bytes: Uint8Array): HeifImage[];
  }
  const libheif: { HeifDecoder: typeof HeifDecoder };
  // biome-ignore lint/style/noDefaultExport: it is what the package exports
  export default libheif;
}
