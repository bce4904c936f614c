const keptStreams = 100_000;

/** Revision of the last committed event per stream, for the streams used of late. Changed only after a commit. */
export class StreamHeads {
  private readonly heads = new Map<string, number>();

  get(stream: string): number | undefined {
    return this.heads.get(stream);
  }

  set(stream: string, revision: number): void {
    // Deleting first moves the stream to the end, so that the first one in the map is the longest unused.
    this.heads.delete(stream);
    this.heads.set(stream, revision);
    if (this.heads.size <= keptStreams) return;
    const [oldest] = this.heads.keys();
    if (oldest !== undefined) this.heads.delete(oldest);
  }
}
