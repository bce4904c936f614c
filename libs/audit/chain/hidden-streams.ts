import { isOwnStreamName } from '#ledger';

/** What of an event of the store itself says whether it takes facts out of sight. */
export interface StoreMark {
  readonly stream: string;
  readonly type: string;
  /** JSON text. */
  readonly data: string;
}

/** The stream of facts that a mark concerns; null for every other event. */
function marked({ stream, type }: StoreMark): string | null {
  const subject = type === '$streamDeleted' ? stream : type === '$metadata' && stream.startsWith('$$') ? stream.slice(2) : null;
  return subject !== null && isOwnStreamName(subject) ? subject : null;
}

/** Metadata by which a store leaves out the older events of a stream, or those it deleted softly. */
const cuts = (metadata: Readonly<Record<string, unknown>>): boolean => metadata['$maxCount'] !== undefined || metadata['$maxAge'] !== undefined || (metadata['$tb'] ?? 0) !== 0;

function isCut(data: string): boolean {
  try {
    return cuts((JSON.parse(data) ?? {}) as Readonly<Record<string, unknown>>);
  } catch {
    return true;
  }
}

/** Whether an event may take facts out of sight: a deleted stream, or one whose metadata cuts it. */
export const mayHide = (mark: StoreMark): boolean => marked(mark) !== null && (mark.type === '$streamDeleted' || isCut(mark.data));

/**
 * Streams of facts that the log still holds and nobody can read: whoever may write into the store can delete or cut a
 * stream without touching a fact. No fact of ours is ever deleted.
 */
export class HiddenStreams {
  private readonly how = new Map<string, string>();

  see(mark: StoreMark): void {
    const subject = marked(mark);
    if (subject === null) return;
    if (mark.type === '$streamDeleted') this.how.set(subject, 'was deleted for good');
    else if (isCut(mark.data)) this.how.set(subject, this.how.get(subject) ?? 'is cut by its metadata ($tb, $maxCount or $maxAge)');
    // Metadata without a cut takes an earlier cut back, a deletion never.
    else if (this.how.get(subject) !== 'was deleted for good') this.how.delete(subject);
  }

  /** In words, one for each stream. */
  problems(): readonly string[] {
    return [...this.how].map(([stream, how]) => `${stream} ${how}: facts that the log holds cannot be read from it`);
  }
}
