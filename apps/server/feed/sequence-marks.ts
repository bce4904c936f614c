import type { Position } from '#event-store';

/** An own event's place in the log and in the ledger. */
export interface Place {
  readonly position: Position | null;
  readonly sequence: number;
}

export const logStart: Place = { position: null, sequence: 0 };

/**
 * Places seen so far: every one of the last while, and one in a thousand of all before, so that a reader anywhere
 * in the log starts near where it wants to be. Disposable: what is missing is counted again.
 */
export class SequenceMarks {
  private recent: Place[] = [];
  private readonly sparse: Place[] = [logStart];

  constructor(
    private readonly recentMax = 20_000,
    private readonly everyNth = 1000,
  ) {}

  /** Notes the next own event that the tail of the log brought. Precondition: right after the last one noted so. */
  append(place: Place): void {
    this.recent.push(place);
    if (this.recent.length > 2 * this.recentMax) {
      this.recent = this.recent.slice(-this.recentMax);
    }
    this.note(place);
  }

  /** Notes a place met while reading anywhere in the log. */
  note(place: Place): void {
    if (place.sequence % this.everyNth !== 0) {
      return;
    }
    const at = firstAfter(this.sparse, place.sequence - 1);
    if (this.sparse[at]?.sequence !== place.sequence) {
      this.sparse.splice(at, 0, place);
    }
  }

  /** The latest place known at or before a sequence. */
  atOrBefore(sequence: number): Place {
    const exact = this.recent[sequence - (this.recent[0]?.sequence ?? Number.POSITIVE_INFINITY)];
    return exact ?? this.sparse[firstAfter(this.sparse, sequence) - 1] ?? logStart;
  }

  /** The sequence of an own event among the recent ones. */
  sequenceAt(position: Position): number | undefined {
    let low = 0;
    let high = this.recent.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const place = this.recent[middle];
      if ((place?.position ?? '') < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const found = this.recent[low];
    return found?.position === position ? found.sequence : undefined;
  }
}

/** Index of the first place whose sequence is greater; places rise. */
function firstAfter(places: readonly Place[], sequence: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.sequence ?? 0) <= sequence) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
