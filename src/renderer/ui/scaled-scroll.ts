/**
 * Scrolling through more rows than a browser's tallest element holds (Firefox stops near 17.8 million pixels, Chromium near
 * 33.5 million; compositors lose whole pixels beyond 16.7 million). The page scrolls through a shorter height, and a shift is added
 * to it: small movements keep the shift and stay exact to the pixel, far jumps choose it in proportion.
 */

/** Tallest element that is really laid out, in pixels. */
const tallest = 8_000_000;
const pageCount = 100;

export class ScaledScroll {
  /** Height of all rows, in pixels. */
  readonly total: number;
  /** Height of the element that is laid out. */
  readonly laidOut: number;
  private readonly page: number;
  private readonly pages: number;
  private readonly step: number;
  private currentShift = 0;
  private lastTop = 0;

  constructor(total: number, limit = tallest) {
    this.total = total;
    this.laidOut = Math.min(total, limit);
    this.page = Math.max(1, this.laidOut / pageCount);
    this.pages = Math.max(1, Math.ceil(total / this.page));
    this.step = this.pages > 1 ? (total - this.laidOut) / (this.pages - 1) : 0;
  }

  /** What to add to `scrollTop` for the place in the whole. */
  get shift(): number {
    return this.currentShift;
  }

  /** The place in the whole at the last known `scrollTop`. */
  get offset(): number {
    return this.lastTop + this.currentShift;
  }

  /** Tells that the element was scrolled. Returns the `scrollTop` that the element should have; mostly the one it has. */
  scrolled(top: number, viewport: number): number {
    if (this.total <= this.laidOut) {
      this.lastTop = top;
      return top;
    }
    if (Math.abs(top - this.lastTop) < viewport) return this.goTo(top + this.currentShift, viewport);
    const room = this.laidOut - viewport;
    const pageNumber = room <= 0 ? 0 : Math.min(this.pages - 1, Math.floor((top * ((this.total - viewport) / room)) / this.page));
    this.currentShift = Math.round(pageNumber * this.step);
    this.lastTop = top;
    return top;
  }

  /** Goes to a place in the whole. Returns the `scrollTop` to set. */
  goTo(offset: number, viewport: number): number {
    const wanted = Math.min(Math.max(0, offset), Math.max(0, this.total - viewport));
    if (this.total > this.laidOut) {
      const pageNumber = Math.min(this.pages - 1, Math.floor(wanted / this.page));
      this.currentShift = Math.round(pageNumber * this.step);
    }
    this.lastTop = wanted - this.currentShift;
    return this.lastTop;
  }
}
