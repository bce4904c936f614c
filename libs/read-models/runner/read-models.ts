import type { Position } from '#event-store';
import type { Projection } from '../projection';
import { digestTables } from '../store/digest';
import { liveCheckpoint, type Checkpoint, type Place } from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import { misfitsOf, ReadModelsUnfit, type Misfit, type Standing } from './fit';
import { batchEvents, batchOf, logBatches, type LogBatch, type ProjectionSource } from './log-batches';
import { ProjectionRun } from './projection-run';
import { Rebuild, type OnProgress, type RebuildResult } from './rebuild';
import { allProjections } from './all-projections';
import { Waiters, type WaitTarget } from './waiters';

/** The place every projection has reached. */
export interface Head {
  readonly position: Position | null;
  readonly sequence: number;
  /** Milliseconds since the Unix epoch; 0 on an empty ledger. */
  readonly recordedAt: number;
}

export interface ProjectionHealth {
  readonly projection: string;
  readonly generation: number;
  readonly position: Position | null;
  readonly sequence: number;
  /** Own events it stands behind the furthest one the runner has read. */
  readonly lagEvents: number;
  readonly state: 'live' | 'catching-up' | 'stopped';
  readonly error?: string;
}

export interface ReadModelsOptions {
  /** Default: every projection there is. */
  readonly projections?: readonly Projection[];
  /** Told once when a projection stops, with the reason. */
  readonly onStopped?: (projection: string, reason: string) => void;
}

export interface RebuildOptions {
  /** Rebuild although the log no longer holds everything the read models had read. */
  readonly acceptShorterLog?: boolean;
}

/** How long a live runner lets events gather while nobody waits for them. Far below the lag anybody would notice. */
const gatherMilliseconds = 20;

/** Keeps every projection level with the log: one reader feeds them all. */
export class ReadModels {
  readonly #runs: readonly ProjectionRun[];
  readonly #waiters = new Waiters();
  readonly #abort = new AbortController();
  readonly #reported = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();
  #opened: Promise<void> | null = null;
  #following: Promise<void> | null = null;
  #live = false;
  #seen = 0;

  constructor(
    private readonly readStore: ReadStore,
    private readonly source: ProjectionSource,
    private readonly options: ReadModelsOptions = {},
  ) {
    this.#runs = (options.projections ?? allProjections).map((projection) => new ProjectionRun(projection, readStore, source));
  }

  /**
   * Follows the log until `stop`. Returns once the checkpoints fit the log; `waitFor` and `health` tell the rest.
   *
   * @throws ReadModelsUnfit when a read model was made from another log.
   */
  async start(): Promise<void> {
    await this.#open();
    this.#following ??= this.#follow().catch((error: unknown) => this.#stopAll(error as Error));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#following;
    await this.#turn.catch(() => undefined);
    this.#waiters.end();
  }

  /** Reads to the end of the log once. A projection that fails is stopped; `health` says so. @throws ReadModelsUnfit. */
  async catchUp(): Promise<Head> {
    await this.#open();
    try {
      for await (const batch of logBatches(this.source, this.#least())) await this.#inTurn(() => this.#feed(batch));
    } catch (error) {
      this.#stopAll(error as Error);
    }
    return this.head();
  }

  /** Read from the store, so that it also holds when another process does the work. */
  async head(): Promise<Head> {
    await this.#open();
    const places = await this.readStore.read(async (db) => {
      const found: Checkpoint[] = [];
      for (const run of this.#runs) found.push((await liveCheckpoint(db, run.projection.name)) ?? run.checkpoint);
      return found;
    });
    return leastOf(places);
  }

  /**
   * True as soon as every projection has reached the target; false after the timeout, or when a stopped projection
   * stands before it.
   */
  async waitFor(target: WaitTarget, timeoutMs: number): Promise<boolean> {
    await this.#open();
    const now = this.#reached(target);
    return now === false ? this.#waiters.wait(target, timeoutMs) : (now ?? false);
  }

  health(): ProjectionHealth[] {
    return this.#runs.map((run) => {
      const { generation, position, sequence } = run.checkpoint;
      const state = run.error !== null ? 'stopped' : this.#live && sequence >= this.#seen ? 'live' : 'catching-up';
      const lagEvents = Math.max(0, this.#seen - sequence);
      return { projection: run.projection.name, generation, position, sequence, lagEvents, state, ...(run.error === null ? {} : { error: run.error }) };
    });
  }

  /** The read models that do not fit the log, as their live checkpoints stand now; none: `catchUp` can go on. */
  async misfits(): Promise<readonly Misfit[]> {
    await this.#open({ check: false });
    const standings = await this.readStore.read(async (db) => {
      const found: Standing[] = [];
      for (const { projection, checkpoint } of this.#runs) {
        found.push({ projection, checkpoint: (await liveCheckpoint(db, projection.name)) ?? checkpoint });
      }
      return found;
    });
    return misfitsOf(this.source, this.readStore.description, standings);
  }

  /**
   * Replays the log into new tables beside the live ones, compares the digests and puts the new ones live.
   *
   * @param name one projection; default all, with one reading of the log.
   * @throws ReadModelsUnfit when the log has lost events that read models had read, unless that is accepted: the read
   * models are the last witness of them.
   * @throws when the log or the store fails; the live read models are untouched then.
   */
  async rebuild(name?: string, onProgress?: OnProgress, { acceptShorterLog = false }: RebuildOptions = {}): Promise<RebuildResult[]> {
    const names = this.#namesFor(name);
    const lost = acceptShorterLog ? undefined : (await this.misfits()).find(({ reason }) => reason === 'log-lost-events');
    if (lost !== undefined) throw new ReadModelsUnfit(lost.message, lost.reason);
    return this.#replay(names, { flip: true, acceptShorterLog }, onProgress);
  }

  /** As `rebuild`, and then throws the new tables away: says whether the live rows are what the log gives. */
  async verify(name?: string | readonly string[], onProgress?: OnProgress): Promise<RebuildResult[]> {
    return this.#replay(typeof name === 'object' ? name : this.#namesFor(name), { flip: false, acceptShorterLog: true }, onProgress);
  }

  /** Per projection, a hash over all its rows. */
  async digest(): Promise<Record<string, string>> {
    await this.#open({ check: false });
    return this.readStore.read(async (db) => {
      const digests: Record<string, string> = {};
      for (const { projection } of this.#runs) {
        const live = await liveCheckpoint(db, projection.name);
        digests[projection.name] = await digestTables(db, this.readStore.dialect, projection.tables, live!.generation);
      }
      return digests;
    });
  }

  #namesFor(name: string | undefined): readonly string[] {
    const all = this.#runs.map((run) => run.projection.name);
    if (name === undefined) return all;
    if (!all.includes(name)) throw new RangeError(`There is no read model ${name}; there are ${all.join(', ')}.`);
    return [name];
  }

  async #replay(names: readonly string[], how: { flip: boolean; acceptShorterLog: boolean }, onProgress?: OnProgress): Promise<RebuildResult[]> {
    const runs = this.#runs.filter((run) => names.includes(run.projection.name));
    if (runs.length === 0) return [];
    await this.#open({ check: false });
    const rebuild = new Rebuild(this.readStore, this.source, runs.map((run) => run.projection));
    const results = await rebuild.run(how.flip, onProgress ?? (() => undefined), how.acceptShorterLog);
    if (how.flip) await this.#inTurn(() => Promise.all(runs.map((run) => run.resume())));
    return results;
  }

  async #open({ check = true } = {}): Promise<void> {
    this.#opened ??= (async () => {
      for (const run of this.#runs) await run.open();
    })();
    await this.#opened;
    if (!check) return;
    // Once per opening would do; a rebuild between puts a misfit right again, so it is asked until all fit.
    if (this.#runs.every((run) => this.#fit.has(fitKey(run)))) return;
    const [misfit] = await this.misfits();
    if (misfit !== undefined) throw new ReadModelsUnfit(misfit.message, misfit.reason);
    for (const run of this.#runs) this.#fit.add(fitKey(run));
  }
  readonly #fit = new Set<string>();

  async #follow(): Promise<void> {
    let place: Place = this.#least();
    for await (const signal of this.source.store.subscribeAll(place.position, { pageSize: batchEvents, signal: this.#abort.signal })) {
      if (signal.kind === 'caughtUp') {
        this.#live = true;
        continue;
      }
      if (signal.events.length === 0) continue;
      const batch = batchOf(this.source.codec, place, signal.events);
      place = batch.to;
      await this.#inTurn(() => this.#feed(batch));
      // Under load a moment gathers many commits into one batch, which costs as much as one event alone.
      if (this.#live) await this.#waiters.quiet(gatherMilliseconds, this.#abort.signal);
    }
  }

  async #feed(batch: LogBatch): Promise<void> {
    this.#seen = Math.max(this.#seen, batch.to.sequence);
    for (const run of this.#runs) {
      await run.take(batch);
      this.#report(run);
    }
    this.#waiters.tell((target) => this.#reached(target));
  }

  /** Following, catching up and the end of a rebuild take turns in this process. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  #least(): Place {
    const working = this.#runs.filter((run) => run.error === null);
    return leastOf((working.length === 0 ? this.#runs : working).map((run) => run.checkpoint));
  }

  #reached({ position, sequence = 0 }: WaitTarget): boolean | null {
    const behind = this.#runs.filter(({ checkpoint }) => {
      const short = position !== undefined && (checkpoint.position === null || checkpoint.position < position);
      return short || checkpoint.sequence < sequence;
    });
    if (behind.length === 0) return true;
    return behind.some((run) => run.error !== null) ? null : false;
  }

  #stopAll(error: Error): void {
    for (const run of this.#runs) {
      run.stop(`Projection ${run.projection.name} stopped because the log could not be read on: ${error.message}`);
      this.#report(run);
    }
    this.#waiters.tell((target) => this.#reached(target));
  }

  #report(run: ProjectionRun): void {
    if (run.error === null || this.#reported.has(run.error)) return;
    this.#reported.add(run.error);
    this.options.onStopped?.(run.projection.name, run.error);
  }
}

const fitKey = (run: ProjectionRun): string => `${run.projection.name} ${run.checkpoint.generation}`;

/** Of places in one log, the earliest. */
function leastOf<T extends Place>(places: readonly T[]): T {
  return places.reduce((least, place) => ((place.position ?? '') < (least.position ?? '') ? place : least));
}
