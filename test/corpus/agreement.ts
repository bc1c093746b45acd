/** Counts, field by field, how often an extractor and an independent tool say the same. */

export interface Difference {
  field: string;
  file: string;
  ours: unknown;
  theirs: unknown;
}

interface Tally {
  compared: number;
  agreed: number;
  explained: number;
}

/** `explanations` maps `field: file` to the reason why the peer's answer is not ours; each must be needed. */
export class Agreement {
  readonly differences: Difference[] = [];
  private readonly tallies = new Map<string, Tally>();
  private readonly explanations: ReadonlyMap<string, string>;
  private readonly used = new Set<string>();

  constructor(explanations: Readonly<Record<string, string>> = {}) {
    this.explanations = new Map(Object.entries(explanations));
  }

  /** Compares two values by their JSON. */
  compare(field: string, file: string, ours: unknown, theirs: unknown): void {
    const tally = this.tallies.get(field) ?? { compared: 0, agreed: 0, explained: 0 };
    this.tallies.set(field, tally);
    tally.compared += 1;
    if (JSON.stringify(ours) === JSON.stringify(theirs)) {
      tally.agreed += 1;
      return;
    }
    const key = `${field}: ${file}`;
    if (this.explanations.has(key)) {
      tally.explained += 1;
      this.used.add(key);
      return;
    }
    this.differences.push({ field, file, ours, theirs });
  }

  /** Explanations that no difference called for: they must go. */
  get unused(): string[] {
    return [...this.explanations.keys()].filter((key) => !this.used.has(key));
  }

  /** Share of values that agree or are explained, by field; 1 is all. */
  get shares(): Record<string, number> {
    return Object.fromEntries([...this.tallies].map(([field, tally]) => [field, (tally.agreed + tally.explained) / tally.compared]));
  }

  /** One line a field for the test's output, and one a difference that nothing explains. */
  table(title: string): string {
    const rows = [...this.tallies].map(
      ([field, { compared, agreed, explained }]) =>
        `  ${field.padEnd(28)} ${String(compared).padStart(6)} ${String(agreed).padStart(7)} ${String(explained).padStart(10)} ${((100 * (agreed + explained)) / compared).toFixed(1).padStart(7)} %`,
    );
    const others = this.differences.map(
      ({ field, file, ours, theirs }) =>
        `  ! ${field}: ${file}\n      ours   ${JSON.stringify(ours)}\n      theirs ${JSON.stringify(theirs)}`,
    );
    const head = `  ${'field'.padEnd(28)} ${'values'.padStart(6)} ${'agreed'.padStart(7)} ${'explained'.padStart(10)} ${'together'.padStart(9)}`;
    return [`\n${title}`, head, ...rows, ...others, ''].join('\n');
  }
}
