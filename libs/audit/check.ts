/** One thing that must hold of the ledger, and whether it does. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was looked at, with its count: "727 invoices in UK-INV". */
  readonly detail: string;
  /** Where it does not hold, the first few. */
  readonly problems: readonly string[];
}

const problemsMax = 10;

/** Gathers the problems of one check; counts all, keeps the first few. */
export class CheckBuilder {
  private readonly problems: string[] = [];
  private problemCount = 0;
  private looked = 0;

  constructor(
    private readonly name: string,
    private readonly what: string,
  ) {}

  look(count = 1): void {
    this.looked += count;
  }

  problem(text: string): void {
    this.problemCount += 1;
    if (this.problems.length < problemsMax) {
      this.problems.push(text);
    }
  }

  result(): Check {
    const more = this.problemCount - this.problems.length;
    return {
      name: this.name,
      ok: this.problemCount === 0,
      detail: `${this.looked} ${this.what}`,
      problems: more > 0 ? [...this.problems, `… and ${more} more`] : this.problems,
    };
  }
}
