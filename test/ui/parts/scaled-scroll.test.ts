import { describe, expect, it } from 'vitest';
import { ScaledScroll } from '../../../src/renderer/ui/scaled-scroll.ts';

const viewport = 600;
const rowHeight = 28;

describe('scrolling through more rows than an element holds', () => {
  it('lays out every pixel of a list that fits', () => {
    const scroll = new ScaledScroll(100 * rowHeight);
    expect(scroll.laidOut).toBe(2800);
    expect(scroll.scrolled(700, viewport)).toBe(700);
    expect(scroll.shift).toBe(0);
  });

  it('stays within what every browser lays out, for a thousand million rows too', () => {
    for (const rows of [300_000, 1_000_000, 1_000_000_000])
      expect(new ScaledScroll(rows * rowHeight).laidOut).toBeLessThanOrEqual(8_000_000);
  });

  it('reaches any row exactly, the first and the last among them', () => {
    const rows = 1_000_000;
    const scroll = new ScaledScroll(rows * rowHeight);
    for (const row of [0, 1, 4_999, 250_000, 500_001, 999_000, rows - 1]) {
      const top = scroll.goTo(row * rowHeight, viewport);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThanOrEqual(scroll.laidOut - viewport);
      expect(scroll.offset).toBe(Math.min(row * rowHeight, rows * rowHeight - viewport));
      expect(Math.abs(row * rowHeight - scroll.shift)).toBeLessThanOrEqual(scroll.laidOut);
    }
  });

  it('moves by whole pixels when the wheel turns a little, across the edges of its pages too', () => {
    const scroll = new ScaledScroll(1_000_000 * rowHeight);
    let top = scroll.goTo(500_000, viewport);
    let expected = 500_000;
    for (let turn = 0; turn < 5000; turn += 1) {
      top = scroll.scrolled(top + 100, viewport);
      expected += 100;
      expect(scroll.offset).toBe(expected);
    }
  });

  it('shows the last row when the bar is pulled to its end, and the first when it is pulled back', () => {
    const total = 1_000_000 * rowHeight;
    const scroll = new ScaledScroll(total);
    scroll.scrolled(scroll.laidOut - viewport, viewport);
    expect(scroll.offset).toBe(total - viewport);
    scroll.scrolled(0, viewport);
    expect(scroll.offset).toBe(0);
  });
});
