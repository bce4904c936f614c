export interface CheckpointRules {
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** Milliseconds between checkpoints that fewer than the largest count call for; 0 writes none of those. */
  readonly checkpointAfter: number;
}

/** A place in the source up to which everything is settled, and the count of events up to it since the group was loaded. */
export interface SettledTo {
  readonly place: number;
  readonly sequence: number;
}

/** Decides when a checkpoint is written: often enough, not too often, and one at a time. */
export class Checkpointing {
  private written: SettledTo | null;
  private writing: SettledTo | null = null;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly rules: CheckpointRules,
    loaded: number | null,
  ) {
    this.written = loaded === null ? null : { place: loaded, sequence: 0 };
  }

  /** Place of the last checkpoint written, null when there is none. */
  get place(): number | null {
    return this.written?.place ?? null;
  }

  /** What to write now, null for nothing. The caller writes it, then says how that went. */
  due(settledTo: SettledTo | null, now: number, isTick: boolean): number | null {
    if (settledTo === null || this.writing !== null) return null;
    const { minCheckpointCount, maxCheckpointCount, checkpointAfter } = this.rules;
    const count = settledTo.sequence - (this.written?.sequence ?? 0);
    if (count <= 0) return null;
    const waited = checkpointAfter > 0 && now - this.lastAt >= checkpointAfter;
    if (count < maxCheckpointCount && !(isTick && waited && count >= minCheckpointCount)) return null;
    this.writing = settledTo;
    this.lastAt = now;
    return settledTo.place;
  }

  finished(isWritten: boolean): void {
    if (this.writing === null) throw new Error('a checkpoint was written that nobody asked for');
    if (isWritten) this.written = this.writing;
    this.writing = null;
  }
}
