/** Refusals of one actor, and of all together, that are recorded one by one in a minute. */
export const singlesPerActor = 60;
export const singlesOverall = 600;
const windowMilliseconds = 60_000;

/** How many refusals are recorded one by one; what is beyond is counted. Holds no more names than it lets through. */
export class RefusalBudget {
  private begunAt = Number.NEGATIVE_INFINITY;
  private readonly taken = new Map<string, number>();
  private all = 0;

  /** @param now milliseconds; a clock that goes back begins a new minute. */
  constructor(private readonly now: () => number) {}

  /** True: one more single record. */
  take(actor: string): boolean {
    const now = this.now();
    if (now < this.begunAt || now - this.begunAt >= windowMilliseconds) {
      this.begunAt = now;
      this.taken.clear();
      this.all = 0;
    }
    const own = this.taken.get(actor) ?? 0;
    if (own >= singlesPerActor || this.all >= singlesOverall) {
      return false;
    }
    this.taken.set(actor, own + 1);
    this.all += 1;
    return true;
  }
}
