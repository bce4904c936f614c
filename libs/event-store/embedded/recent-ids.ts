/** Ids of one generation: with the table around them about 4 MiB. */
const generationSize = 40_000;

/**
 * In which row an event id was written of late, in about 8 MiB: what makes an append that expects `any` repeatable, as far
 * as that can be. Lost at a restart. An entry is a hint only, since its write may have been rolled back: look at the row.
 */
export class RecentIds {
  private young = new Map<string, number>();
  private old = new Map<string, number>();

  constructor(private readonly size = generationSize) {}

  row(id: string): number | undefined {
    return this.young.get(id) ?? this.old.get(id);
  }

  add(id: string, row: number): void {
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(id, row);
  }
}
