/** Urdu as it was typed before Unicode is told from other 8-bit text, short files too. */
import { describe, expect, it } from 'vitest';
import { findText } from '../../../src/identification/text.ts';
import { asWindows1256 } from '../../../src/sample/formats/windows-1256.ts';

const decoders = new Map<string, Map<string, number>>();

/** Text in a single-byte charset of the Encoding Standard. */
function encode(text: string, charset: string): Uint8Array {
  let bytes = decoders.get(charset);
  if (bytes === undefined) {
    const decoder = new TextDecoder(charset);
    bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    decoders.set(charset, bytes);
  }
  return Uint8Array.from(text, (letter) => bytes.get(letter) ?? 0x3f);
}

describe('8-bit text', () => {
  it.each(['رقم کل شام تک بھیج دو', 'Ali: رقم مل گئی\r\nSana: ٹھیک ہے، شکریہ\r\n', 'السلام عليكم ورحمة الله'])(
    'is windows-1256 where it is Urdu or Arabic: %s',
    (text) => {
      expect(findText(asWindows1256(text).bytes, true)?.charset).toBe('windows-1256');
    },
  );

  it.each([
    ['windows-1252', 'Les élèves ont été reçus à l’école où ça s’est passé, déjà créée'],
    ['windows-1252', 'Größe, Übermaß, Äpfel und Öl: heiße Grüße aus München'],
    ['windows-1251', 'Деньги будут отправлены завтра, ПОЗВОНИ МНЕ вечером'],
    ['windows-1253', 'Τα χρήματα θα σταλούν αύριο το πρωί'],
    ['windows-1255', 'הכסף יישלח מחר בבוקר בשעה עשר'],
    ['iso-8859-2', 'Příliš žluťoučký kůň úpěl ďábelské ódy'],
  ])('is left open where it is %s: %s', (charset, text) => {
    expect(findText(encode(text, charset), true)?.charset).toBe('unknown-8bit');
  });

  it('is left open where there is too little of it', () =>
    expect(findText(asWindows1256('from: علی to me').bytes, true)?.charset).toBe('unknown-8bit'));
});
