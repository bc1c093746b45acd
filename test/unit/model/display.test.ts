import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayRawName, escapeForDisplay, revealHidden } from '../../../src/model/display.ts';

/** What must never reach a reader unescaped: controls, marks that turn or hide text, separators of lines, halves of pairs. */
const misleading = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\ufeff\u00ad]|\p{Surrogate}/u;

describe('escapeForDisplay', () => {
  it.each([
    ['plain.txt', 'plain.txt'],
    ['ثبوت ۱۲.jpg', 'ثبوت ۱۲.jpg'],
    ['😀.png', '😀.png'],
    ['نیم\u200cفاصلہ', 'نیم\u200cفاصلہ'],
    ['two\nlines', 'two\\nlines'],
    ['tab\tand\rreturn', 'tab\\tand\\rreturn'],
    ['photo\u202egpj.exe', 'photo\\u{202e}gpj.exe'],
    ['back\\slash', 'back\\\\slash'],
    ['looks like \\n', 'looks like \\\\n'],
    ['nul\0', 'nul\\x00'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['c1\u009b', 'c1\\x9b'],
    ['soft\u00adhyphen', 'soft\\xadhyphen'],
    ['\ufeffmark', '\\u{feff}mark'],
    ['\u2066isolate\u2069', '\\u{2066}isolate\\u{2069}'],
    ['lone\ud83d', 'lone\\u{d83d}'],
    ['\ude00lone', '\\u{de00}lone'],
    ['swapped \ude00\ud83d', 'swapped \\u{de00}\\u{d83d}'],
  ])('%j becomes %j', (text, shown) => {
    expect(escapeForDisplay(text)).toBe(shown);
  });

  it('leaves nothing that misleads, and makes no two names look alike', () => {
    const unit = fc.oneof(
      fc.constantFrom('\\', 'n', 'x', '0', 'a', '\n', '\u202e', '\ud800', '\udc00', '{', '}', 'u'),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    );
    const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''));
    fc.assert(
      fc.property(text, text, (first, second) => {
        expect(escapeForDisplay(first)).not.toMatch(misleading);
        expect(escapeForDisplay(first) === escapeForDisplay(second)).toBe(first === second);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('revealHidden', () => {
  it('leaves breaks, tabs and backslashes to be read, and shows the rest', () => {
    expect(revealHidden('C:\\new\n\tnext\r\u202e\0')).toBe('C:\\new\n\tnext\\r\\u{202e}\\x00');
  });
});

describe('displayRawName', () => {
  it.each([
    ['636166c3a9', 'café', null],
    ['636166e92e747874', 'caf\\xe9.txt', '636166e92e747874'],
    ['', '', null],
    // Unicode 15, table 3-7: overlong forms, surrogates and what lies beyond U+10FFFF are no UTF-8, byte by byte.
    ['c080', '\\xc0\\x80', 'c080'],
    ['eda080', '\\xed\\xa0\\x80', 'eda080'],
    ['f4908080', '\\xf4\\x90\\x80\\x80', 'f4908080'],
    ['f09f98', '\\xf0\\x9f\\x98', 'f09f98'],
    ['ffd8abd985', '\\xffثم', 'ffd8abd985'],
    ['e2808b80', '\\u{200b}\\x80', 'e2808b80'],
    ['efbbbf61', '\\u{feff}a', null],
    ['ff0a5c', '\\xff\\n\\\\', 'ff0a5c'],
  ])('the bytes %s are shown as %j', (hex, text, raw) => {
    expect(displayRawName(Buffer.from(hex, 'hex'))).toEqual({ text, raw });
  });
});
