import { countedKindsMax, type RefusalsCounted } from '#ledger';

type Counts = RefusalsCounted['data'];
export type CountedKind = Omit<Counts['counts'][number], 'count'>;

/** Counts refusals by kind until they are put on record; of kinds beyond the bound only how many. */
export class RefusalCounts {
  private readonly kinds = new Map<string, { readonly kind: CountedKind; count: number }>();
  private others = 0;
  private from = 0;
  private until = 0;
  private total = 0;

  get isEmpty(): boolean {
    return this.total === 0;
  }

  /** Refusals that wait for a summary. */
  get size(): number {
    return this.total;
  }

  add(kind: CountedKind, at: number, count = 1): void {
    this.within(at, at);
    this.total += count;
    const key = JSON.stringify([kind.actor, kind.channel, kind.command, kind.kind, kind.code]);
    const known = this.kinds.get(key);
    if (known !== undefined) {
      known.count += count;
    } else if (this.kinds.size < countedKindsMax) {
      this.kinds.set(key, { kind, count });
    } else {
      this.others += count;
    }
  }

  /** Takes everything out. */
  drain(): Counts {
    const counts = [...this.kinds.values()].map(({ kind, count }) => ({ ...kind, count }));
    const drained: Counts = { from: this.from, until: this.until, total: this.total, counts, others: this.others };
    this.kinds.clear();
    this.others = 0;
    this.total = 0;
    return drained;
  }

  /** Puts back what could not be written. */
  restore({ from, until, counts, others }: Counts): void {
    for (const { count, ...kind } of counts) this.add(kind, from, count);
    this.others += others;
    this.total += others;
    this.within(from, until);
  }

  private within(from: number, until: number): void {
    this.from = this.total === 0 ? from : Math.min(this.from, from);
    this.until = this.total === 0 ? until : Math.max(this.until, until);
  }
}
