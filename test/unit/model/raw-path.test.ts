import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayRawName, escapeForDisplay } from '../../../src/model/display.ts';
import { rawPathOf, unescapeDisplay } from '../../../src/model/raw-path.ts';

/** Bytes in which everything that is escaped comes often: separators, breaks, backslashes, sequences that are not UTF-8. */
const nameBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['\\', '\n', '\r', '\t', '\\x41', '\\u{202e}', '\u202e', '\u200b', '\ufeff', '\u0085', '/', 'a', 'ثبوت', '😀'].map((text) =>
          Buffer.from(text),
        ),
      ),
      fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xc0, 0x80]), Buffer.from([0xe2, 0x80]), Buffer.from([0xff])),
    ),
    { maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));

describe('raw paths', () => {
  it('gives back every text that was escaped, lone surrogates included', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        return unescapeDisplay(escapeForDisplay(text)) === text;
      }),
    );
    expect(unescapeDisplay(escapeForDisplay('a\ud800b\udc00'))).toBe('a\ud800b\udc00');
  });

  it('gives back the bytes of every name', () => {
    fc.assert(
      fc.property(nameBytes, (bytes) => {
        const { text, raw } = displayRawName(bytes);
        expect(Buffer.from(rawPathOf({ path: text, pathRaw: raw })).toString('hex')).toBe(bytes.toString('hex'));
      }),
      { numRuns: 2000 },
    );
  });

  it('tells U+0080 from the byte 80, which are shown alike', () => {
    expect(displayRawName(Buffer.from('80', 'hex')).text).toBe(displayRawName(Buffer.from('c280', 'hex')).text);
    expect(Buffer.from(rawPathOf({ path: '\\x80', pathRaw: null })).toString('hex')).toBe('c280');
    expect(Buffer.from(rawPathOf({ path: '\\x80', pathRaw: '80' })).toString('hex')).toBe('80');
  });

  it('refuses what is not in display form', () => {
    for (const path of ['\\q', 'end\\', '\\x4', '\\u{zz}', '\\X41']) expect(() => rawPathOf({ path, pathRaw: null })).toThrow(RangeError);
    expect(() => rawPathOf({ path: 'x', pathRaw: '8' })).toThrow(RangeError);
  });
});
