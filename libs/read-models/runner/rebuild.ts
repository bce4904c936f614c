import type { Kysely } from 'kysely';
import type { Position } from '#event-store';
import type { Projection, ProjectionWriter } from '../projection';
import { advanceCheckpoint, flipLive, liveCheckpoint, lockLive, type Checkpoint } from '../store/checkpoint';
import { digestTables } from '../store/digest';
import type { ReadStore } from '../store/read-store';
import { createIndexes } from '../store/table';
import { ReadModelsUnfit } from './fit';
import { createSpare, dropGeneration, dropSpares } from './generation';
import { logBatches, standsInLog, type LogBatch, type ProjectionSource } from './log-batches';
import { writeFacts } from './projection-run';

export interface RebuildProgress {
  readonly projections: readonly string[];
  /** Own events replayed so far. */
  readonly sequence: number;
  /** Own events known when it began; 0 when that is unknown. */
  readonly total: number;
}
export type OnProgress = (progress: RebuildProgress) => void;

export interface RebuildResult {
  readonly projection: string;
  readonly generation: number;
  /** Own events replayed. */
  readonly events: number;
  readonly digest: string;
  /** Digest of the rows that were live at the same place; null when they cannot be compared. */
  readonly liveDigest: string | null;
  /** Null: the live rows were of another version, of another log, or could not be brought level. */
  readonly same: boolean | null;
  /** Where the live checkpoint counted otherwise than the log does; null when it counted right, or cannot be compared. */
  readonly miscounted: string | null;
}

/** One projection on its way to a new generation. */
interface Spare {
  readonly projection: Projection;
  checkpoint: Checkpoint;
  writer: ProjectionWriter;
  /** The live rows can be compared: same log, same version. */
  readonly comparable: boolean;
}

/** Fills new generations from the log while the live ones go on serving. */
export class Rebuild {
  /** Whether the log says that people were erased: what old tables said of them has to leave the file. */
  sawErasure = false;

  constructor(
    private readonly readStore: ReadStore,
    private readonly source: ProjectionSource,
    private readonly projections: readonly Projection[],
  ) {}

  async run(flip: boolean, onProgress: OnProgress, acceptShorterLog = true): Promise<RebuildResult[]> {
    const spares: Spare[] = [];
    for (const projection of this.projections) spares.push(await this.#begin(projection));
    const target = await this.#target(spares);
    const projections = this.projections.map(({ name }) => name);
    for await (const batch of logBatches(this.source, spares[0]!.checkpoint, target.position)) {
      for (const spare of spares) await this.#fill(spare, batch);
      this.sawErasure ||= batch.facts.some(({ event }) => event.type === 'PersonalRecordsErased');
      onProgress({ projections, sequence: batch.to.sequence, total: target.total });
    }
    const results: RebuildResult[] = [];
    for (const spare of spares) {
      await this.#finish(spare);
      results.push(await this.#end(spare, { flip, acceptShorterLog }));
    }
    return results;
  }

  async #begin(projection: Projection): Promise<Spare> {
    await dropSpares(this.readStore, projection);
    const live = await this.readStore.read((db) => liveCheckpoint(db, projection.name));
    const comparable =
      live !== undefined && live.version === projection.version && live.ledgerId === this.source.ledgerId && (await standsInLog(this.source, live));
    const checkpoint = await createSpare(this.readStore, projection, this.source.ledgerId);
    const writer = projection.writer({ dialect: this.readStore.dialect, generation: checkpoint.generation, bulk: true });
    await this.readStore.read((db) => writer.load(db));
    return { projection, checkpoint, writer, comparable };
  }

  /** The replay stops where the first comparable live one stands: a spare must never be ahead of what it is compared with. */
  async #target(spares: readonly Spare[]): Promise<{ position?: Position; total: number }> {
    const lives = await this.readStore.read(async (db) => {
      const found: Checkpoint[] = [];
      for (const { projection, comparable } of spares) {
        const live = await liveCheckpoint(db, projection.name);
        if (comparable && live !== undefined) found.push(live);
      }
      return found;
    });
    const total = Math.max(0, ...lives.map((live) => live.sequence));
    const positions = lives.map((live) => live.position).sort();
    const first = positions[0];
    return first === undefined || first === null ? { total } : { position: first, total };
  }

  async #fill(spare: Spare, batch: LogBatch): Promise<void> {
    await this.readStore.write((db) => this.#write(db, spare, batch));
    spare.checkpoint = { ...spare.checkpoint, ...batch.to };
  }

  async #write(db: Kysely<unknown>, { projection, checkpoint, writer }: Spare, batch: LogBatch): Promise<void> {
    if (!(await advanceCheckpoint(db, 'spare', checkpoint, batch.to))) {
      throw new Error(`The rebuild of ${projection.name} was taken over by another one.`);
    }
    const facts = checkpoint.sequence > batch.from.sequence ? batch.facts.filter((fact) => fact.sequence > checkpoint.sequence) : batch.facts;
    await writeFacts(projection, writer, facts, db);
  }

  /** Indexes and derived rows come once, at the end of the bulk; from here on the spare is written as a live one is. */
  async #finish(spare: Spare): Promise<void> {
    const { projection, checkpoint, writer } = spare;
    const { dialect } = this.readStore;
    await this.readStore.write(async (db) => {
      await advanceCheckpoint(db, 'spare', checkpoint, checkpoint);
      await writer.finish(db);
      for (const table of projection.tables) await createIndexes(db, table, checkpoint.generation);
    });
    spare.writer = projection.writer({ dialect, generation: checkpoint.generation, bulk: false });
    await this.readStore.read((db) => spare.writer.load(db));
  }

  async #end(spare: Spare, ending: Omit<Ending, 'compared'>): Promise<RebuildResult> {
    const { projection } = spare;
    const compared = spare.comparable ? await this.#compareOnSnapshot(spare) : null;
    const { result, old } = await this.readStore.write((db) => this.#bringLevel(db, spare, { ...ending, compared }));
    if (!ending.flip) await dropGeneration(this.readStore, projection, spare.checkpoint.generation);
    else if (old !== undefined) await dropGeneration(this.readStore, projection, old.generation);
    return result;
  }

  /** Both generations at one place, seen on one snapshot, hold nobody up. Null: the live one moved on each time. */
  async #compareOnSnapshot(spare: Spare): Promise<Digests | null> {
    const { projection } = spare;
    for (let attempt = 0; attempt < snapshotAttempts; attempt += 1) {
      const live = await this.readStore.read((db) => liveCheckpoint(db, projection.name));
      // A live one that has read nothing has nothing to compare.
      if (live?.position == null) return null;
      for await (const batch of logBatches(this.source, spare.checkpoint, live.position)) await this.#fill(spare, batch);
      const digests = await this.readStore.read(async (db) => {
        const now = await liveCheckpoint(db, projection.name);
        return now?.position === spare.checkpoint.position ? this.#digests(db, spare) : null;
      });
      if (digests !== null) return digests;
    }
    return null;
  }

  /** The live digest is null when the two cannot be compared: another place, or live tables that another version or log has shaped. */
  async #digests(db: Kysely<unknown>, { projection, checkpoint, comparable }: Spare): Promise<Digests> {
    const { dialect } = this.readStore;
    const live = await liveCheckpoint(db, projection.name);
    const level = comparable && live !== undefined && live.position === checkpoint.position;
    return {
      spare: await digestTables(db, dialect, projection.tables, checkpoint.generation),
      live: level ? await digestTables(db, dialect, projection.tables, live.generation) : null,
      miscounted: level ? miscountOf(live, checkpoint) : null,
    };
  }

  /** With the live checkpoint locked nothing moves: apply what is left and flip; compare, unless that was done. */
  async #bringLevel(db: Kysely<unknown>, spare: Spare, { compared, flip, acceptShorterLog }: Ending): Promise<{ result: RebuildResult; old: Checkpoint | undefined }> {
    const { projection, comparable } = spare;
    await lockLive(db, projection.name);
    const live = await liveCheckpoint(db, projection.name);
    const until = comparable ? (live?.position ?? undefined) : undefined;
    let { checkpoint } = spare;
    if (!comparable || until !== undefined) {
      for await (const batch of logBatches(this.source, checkpoint, until)) {
        await this.#write(db, { ...spare, checkpoint }, batch);
        checkpoint = { ...checkpoint, ...batch.to };
      }
    }
    const digests = compared ?? (await this.#digests(db, { ...spare, checkpoint }));
    if (flip) {
      if (!acceptShorterLog) refuseLoss(spare, live, checkpoint);
      await flipLive(db, projection.name, checkpoint.generation);
    }
    const result = resultOf(projection, checkpoint, digests);
    return { old: live, result };
  }
}

interface Digests {
  readonly spare: string;
  readonly live: string | null;
  readonly miscounted: string | null;
}

const resultOf = ({ name }: Projection, { generation, sequence }: Checkpoint, { spare, live, miscounted }: Digests): RebuildResult => ({
  projection: name, generation, events: sequence, digest: spare, liveDigest: live, miscounted,
  same: live === null ? null : live === spare && miscounted === null,
});

/** Answers name sequences and times by the checkpoint, so it must count as a replay does. */
function miscountOf(live: Checkpoint, replayed: Checkpoint): string | null {
  if (live.sequence === replayed.sequence && live.recordedAt === replayed.recordedAt) return null;
  return `its checkpoint says sequence ${live.sequence}, recorded at ${live.recordedAt} ms; the log gives sequence ${replayed.sequence}, recorded at ${replayed.recordedAt} ms`;
}

interface Ending {
  readonly compared: Digests | null;
  readonly flip: boolean;
  readonly acceptShorterLog: boolean;
}

/** A read model that counted more events than the log now holds up to the same place is the last trace of the others. */
function refuseLoss({ projection: { name }, comparable }: Spare, live: Checkpoint | undefined, replayed: Checkpoint): void {
  if (!comparable || live === undefined || live.position !== replayed.position || live.sequence <= replayed.sequence) return;
  throw new ReadModelsUnfit(
    `Read model ${name} had read ${live.sequence} events where the log now holds ${replayed.sequence}: events were deleted from the log, or the checkpoint was edited. ` +
      'Nothing was rebuilt. Keep both files as they are; "daybook verify" tells which it was.',
    'log-lost-events',
  );
}

/** Tries to see both generations at one place before the live one is locked for it. */
const snapshotAttempts = 10;
