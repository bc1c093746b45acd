/** What the probe in a page measures, as the measuring process gets it from there. */

export interface ActMeasured {
  /** Milliseconds from the input event to the first frame with a full view of something new. */
  first: number | null;
  /** Milliseconds to the frame from which on nothing changed any more. */
  settled: number | null;
  /** Whether it was given up, as the view never became full and still. */
  late: boolean;
}

export interface ScrollMeasured {
  frames: number;
  blankFrames: number;
  /** Longest stretch of frames in which no row was there, in milliseconds. */
  longestBlank: number;
  longestTask: number;
  longTasks: number;
  longestFrame: number;
  /** Rows that were scrolled past. */
  rows: number;
}
