import { readFile, rename, writeFile } from 'node:fs/promises';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import { GrowingTree } from '../merkle/growing-tree';
import { hashFromHex, type Hash } from '../merkle/node-hash';

/** A tree over the beginning of a log, and where in the log it ends. */
export interface GrownLog {
  readonly tree: GrowingTree;
  /** Of the last fact in it; null while there is none. */
  readonly position: Position | null;
  /** Recorded time of that fact, milliseconds since the Unix epoch. */
  readonly recordedAt: number;
}

interface KeptPlace {
  readonly ledgerId: string;
  readonly size: number;
  readonly peaks: readonly string[];
  readonly recordedAt: number;
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
}

/**
 * Where the next seal goes on, kept in a file of the node so that a start does not read the whole log. Disposable: a place
 * that does not lead to the signed root, or whose event does not stand where it stood, is not used.
 */
export class SealingPlace {
  constructor(
    private readonly file: string,
    private readonly ledgerId: string,
  ) {}

  /** @param rootAt the signed root over that many facts; null when no seal has that size. */
  async read(store: EventStore, rootAt: (size: number) => string | null): Promise<GrownLog | null> {
    const kept = await this.kept();
    if (kept === null) {
      return null;
    }
    const tree = GrowingTree.from(kept.size, kept.peaks.map(hashFromHex).filter((hash): hash is Hash => hash !== null));
    if (tree?.root().toString('hex') !== rootAt(kept.size)) {
      return null;
    }
    for await (const { id, position } of store.readStream(kept.stream, { from: kept.revision, maxCount: 1 })) {
      return tree !== undefined && tree !== null && id === kept.eventId ? { tree, position, recordedAt: kept.recordedAt } : null;
    }
    return null;
  }

  async write({ tree, recordedAt }: GrownLog, { stream, revision, id }: RecordedEvent): Promise<void> {
    const peaks = tree.peaks().map((hash) => hash.toString('hex'));
    const kept: KeptPlace = { ledgerId: this.ledgerId, size: tree.size, peaks, recordedAt, stream, revision, eventId: id };
    const draft = `${this.file}.next`;
    await writeFile(draft, JSON.stringify(kept));
    await rename(draft, this.file);
  }

  private async kept(): Promise<KeptPlace | null> {
    try {
      const kept = JSON.parse(await readFile(this.file, 'utf8')) as KeptPlace;
      const fits = kept.ledgerId === this.ledgerId && Array.isArray(kept.peaks) && typeof kept.stream === 'string' && Number.isSafeInteger(kept.revision);
      return fits && Number.isSafeInteger(kept.recordedAt) ? kept : null;
    } catch {
      return null;
    }
  }
}
