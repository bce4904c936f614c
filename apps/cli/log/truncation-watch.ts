import type { RecordedEvent } from '#event-store';
import { isOwnStreamName } from '#ledger';

/** From here on a `$tb` says that the whole stream was deleted: the largest revision there can be. */
const deletedFrom = 2 ** 63;

/**
 * Watches a log for stream metadata that hides events of the ledger's own streams: `$tb` (also left by a delete),
 * `$maxCount` and `$maxAge`. The events may still be there; readers no longer get them, and one day a scavenge takes them.
 */
export class TruncationWatch {
  private readonly latest = new Map<string, string>();

  /** How many own streams have metadata of any kind, an `$acl` for instance. */
  get streams(): number {
    return this.latest.size;
  }

  /** True when the event is metadata of an own stream. */
  see({ stream, type, data }: RecordedEvent): boolean {
    const described = stream.startsWith('$$') ? stream.slice(2) : '';
    if (type !== '$metadata' || !isOwnStreamName(described)) {
      return false;
    }
    this.latest.set(described, data);
    return true;
  }

  /** One line for each own stream whose metadata, as it stands at the end, hides events. */
  problems(): readonly string[] {
    return [...this.latest].flatMap(([stream, data]) => {
      const hidden = hiddenBy(data);
      return hidden === null ? [] : [`${stream} ${hidden}`];
    });
  }
}

function hiddenBy(data: string): string | null {
  const { $tb, $maxCount, $maxAge } = metadataIn(data);
  if (isPositive($tb)) {
    return $tb >= deletedFrom ? 'was deleted ($tb says so)' : `is cut before revision ${$tb} ($tb)`;
  }
  if (isPositive($maxCount)) {
    return `keeps only its last ${$maxCount} events ($maxCount)`;
  }
  return isPositive($maxAge) ? `forgets events after ${$maxAge} s ($maxAge)` : null;
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0;

/** Metadata that cannot be read is none: so the store takes it too. */
function metadataIn(data: string): { readonly $tb?: unknown; readonly $maxCount?: unknown; readonly $maxAge?: unknown } {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
