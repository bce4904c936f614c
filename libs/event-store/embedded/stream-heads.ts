const generationSize = 50_000;

/**
 * Revision of the last committed event per stream, for the streams used of late that are neither deleted nor tombstoned.
 * Changed only after a commit. Two generations bound it: when the young one is full the old one is dropped, which costs
 * nothing per entry.
 */
export class StreamHeads {
  private young = new Map<string, number>();
  private old = new Map<string, number>();

  get(stream: string): number | undefined {
    return this.young.get(stream) ?? this.old.get(stream);
  }

  set(stream: string, revision: number): void {
    if (this.young.size >= generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(stream, revision);
  }

  delete(stream: string): void {
    this.young.delete(stream);
    this.old.delete(stream);
  }
}
