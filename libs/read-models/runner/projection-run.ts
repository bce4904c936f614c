import type { Kysely } from 'kysely';
import { StoreUnavailableError } from '#event-store';
import type { LedgerFact, Projection, ProjectionWriter } from '../projection';
import { backOff } from '../store/back-off';
import { advanceCheckpoint, liveCheckpoint, type Checkpoint } from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import { ensureLive } from './generation';
import { logBatches, type LogBatch, type ProjectionSource } from './log-batches';

/** Somebody else has moved the checkpoint since it was read. */
class Superseded extends Error {}

/** Lost races in a row before the projection gives up; each one means that another runner made progress. */
const racesMax = 1_000;

/** Feeds facts to a writer; an error names the fact it failed at. */
export async function writeFacts(
  projection: Projection,
  writer: ProjectionWriter,
  facts: readonly LedgerFact[],
  db: Kysely<unknown>,
): Promise<void> {
  const { interests } = projection;
  const wanted = interests === 'all' ? facts : facts.filter((fact) => interests.has(fact.event.type));
  if (wanted.length === 0) return;
  await writer.prepare(wanted, db);
  for (const fact of wanted) {
    try {
      writer.apply(fact);
    } catch (error) {
      const { type, stream, revision } = fact.stored;
      throw new Error(`at sequence ${fact.sequence} (${type}, ${stream} revision ${revision}): ${(error as Error).message}`, { cause: error });
    }
  }
  await writer.flush(db);
}

export interface Taking {
  /** Ends the waiting for a read store that is away. */
  readonly signal: AbortSignal;
  readonly onHeldUp: (reason: string) => void;
}

/** One live projection: its checkpoint, its writer, and what went wrong with it. */
export class ProjectionRun {
  #checkpoint: Checkpoint | null = null;
  #writer: ProjectionWriter | null = null;
  #loaded = false;
  /** What this run knows of its checkpoint may be behind the store. */
  #doubtful = false;
  #error: string | null = null;
  #heldUp: string | null = null;

  constructor(
    readonly projection: Projection,
    private readonly readStore: ReadStore,
    private readonly source: ProjectionSource,
  ) {}

  get checkpoint(): Checkpoint {
    if (this.#checkpoint === null) throw new Error(`Projection ${this.projection.name} was not opened.`);
    return this.#checkpoint;
  }

  /** Why it stopped; null while it works. */
  get error(): string | null {
    return this.#error;
  }

  /** Why it makes no progress at the moment, although it tries; null while it does. */
  get heldUp(): string | null {
    return this.#heldUp;
  }

  async open(): Promise<Checkpoint> {
    this.#adopt(await ensureLive(this.readStore, this.projection, this.source.ledgerId));
    return this.checkpoint;
  }

  stop(reason: string): void {
    this.#error ??= reason;
  }

  holdUp(reason: string | null): void {
    this.#heldUp = reason;
  }

  /** A rebuild has put this right: go on from the live checkpoint. */
  async resume(): Promise<void> {
    this.#error = null;
    await this.open();
  }

  /** Takes over what another runner has done. A projection that stopped here works again where the other got past it. */
  observe(live: Checkpoint): void {
    const { generation, position } = this.checkpoint;
    this.#heldUp = null;
    if (live.generation === generation && live.position === position) return;
    try {
      this.#takeOver(live);
      this.#error = null;
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /**
   * Never throws: a failure stops this projection alone, its position kept. While the read store is away it tries
   * again, until the signal: then the batch is left undone.
   */
  async take(batch: LogBatch, { signal, onHeldUp }: Taking): Promise<void> {
    for (let attempt = 0; this.#error === null; attempt += 1) {
      try {
        if (this.#doubtful) await this.#readAgain();
        await this.#catchUpTo(batch);
        this.#heldUp = null;
        return;
      } catch (error) {
        this.#loaded = false;
        if (!this.readStore.isPassing(error) && !(error instanceof StoreUnavailableError)) return this.#fail(error as Error);
        this.#doubtful = true;
        this.#heldUp = `Projection ${this.projection.name} waits: ${(error as Error).message}`;
        onHeldUp(this.#heldUp);
        await backOff(attempt, signal);
        if (signal.aborted) return;
      }
    }
  }

  /** When this projection stands before the batch, it reads the part between from the log on its own. */
  async #catchUpTo(batch: LogBatch): Promise<void> {
    for (let race = 0; race < racesMax; race += 1) {
      const { position } = this.checkpoint;
      if (position !== null && position >= batch.to.position!) return;
      if (!startsAfter(batch, position)) {
        if (await this.#write(batch)) return;
      } else {
        for await (const missing of logBatches(this.source, this.checkpoint, batch.to.position!)) {
          if (!(await this.#write(missing))) break;
        }
      }
    }
    throw new Error('because other runners kept moving its checkpoint: find out who writes or resets it.');
  }

  /** False: the checkpoint had moved, and is read again. */
  async #write(batch: LogBatch): Promise<boolean> {
    const from = this.checkpoint;
    const facts = from.sequence > batch.from.sequence ? batch.facts.filter((fact) => fact.sequence > from.sequence) : batch.facts;
    try {
      await this.readStore.write(async (db) => {
        if (!(await advanceCheckpoint(db, 'live', from, batch.to))) throw new Superseded();
        if (!this.#loaded) await this.#writer!.load(db);
        this.#loaded = true;
        await writeFacts(this.projection, this.#writer!, facts, db);
      });
      this.#checkpoint = { ...from, ...batch.to };
      return true;
    } catch (error) {
      this.#loaded = false;
      if (!(error instanceof Superseded)) throw error;
      await this.#readAgain();
      return false;
    }
  }

  async #readAgain(): Promise<void> {
    const live = await this.readStore.read((db) => liveCheckpoint(db, this.projection.name));
    if (live === undefined) throw new Error('because its checkpoint has been removed: start again.');
    this.#takeOver(live);
    this.#doubtful = false;
  }

  /** @throws Error when the rows are no longer this program's to write: a rebuild by another version put them live. */
  #takeOver(live: Checkpoint): void {
    const { version } = this.projection;
    if (live.version !== version) {
      throw new Error(`because version ${live.version} of it has been put live, and this program has ${version}: run the same program everywhere.`);
    }
    this.#adopt(live);
  }

  #adopt(checkpoint: Checkpoint): void {
    if (this.#checkpoint?.generation !== checkpoint.generation || this.#writer === null) {
      const { dialect } = this.readStore;
      this.#writer = this.projection.writer({ dialect, generation: checkpoint.generation, bulk: false });
    }
    this.#loaded = false;
    this.#checkpoint = checkpoint;
  }

  #fail(error: Error): void {
    this.#heldUp = null;
    this.#error = `Projection ${this.projection.name} stopped ${error.message}`;
  }
}

const startsAfter = (batch: LogBatch, position: string | null): boolean =>
  batch.from.position !== null && (position === null || position < batch.from.position);
