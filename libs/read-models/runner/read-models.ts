import type { Position } from '#event-store';
import type { Projection } from '../projection';
import { digestTables } from '../store/digest';
import { liveCheckpoint, liveCheckpoints } from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import { misfitsOf, ReadModelsUnfit, type Misfit } from './fit';
import { Follower } from './follower';
import { leastOf, LiveRuns, type RunTrouble } from './live-runs';
import { logBatches, type ProjectionSource } from './log-batches';
import { ProjectionRun } from './projection-run';
import { Rebuild, type OnProgress, type RebuildResult } from './rebuild';
import { allProjections } from './all-projections';
import type { WaitTarget } from './waiters';

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
  /** `held-up`: the read store is away; it goes on by itself. `stopped`: only a rebuild or a restart helps. */
  readonly state: 'live' | 'catching-up' | 'held-up' | 'stopped';
  readonly error?: string;
}

export interface ReadModelsOptions extends RunTrouble {
  /** Default: every projection there is. */
  readonly projections?: readonly Projection[];
}

export interface RebuildOptions {
  /** Rebuild although the log no longer holds everything the read models had read. */
  readonly acceptShorterLog?: boolean;
}

/** How long catching up once waits for a read store that is away. */
const patienceMs = 30_000;

/**
 * Keeps every projection level with the log: one reader feeds them all. Where several processes share the read store,
 * one of them reads, and the others watch; `waitFor`, `head` and `health` hold on all of them.
 */
export class ReadModels {
  readonly #runs: LiveRuns;
  readonly #follower: Follower;
  readonly #abort = new AbortController();
  readonly #fit = new Set<string>();
  #opened: Promise<void> | null = null;
  #following: Promise<void> | null = null;

  constructor(
    private readonly readStore: ReadStore,
    private readonly source: ProjectionSource,
    options: ReadModelsOptions = {},
  ) {
    const runs = (options.projections ?? allProjections).map((projection) => new ProjectionRun(projection, readStore, source));
    this.#runs = new LiveRuns(runs, readStore, options);
    this.#follower = new Follower(this.#runs, source, readStore.lease(`daybook projections ${source.ledgerId}`));
  }

  /** Whether this process does the projecting now; the others on the same read store watch it. */
  get projects(): boolean {
    return this.#follower.leads;
  }

  /**
   * Follows the log until `stop`. Returns once the checkpoints fit the log; `waitFor` and `health` tell the rest.
   *
   * @throws ReadModelsUnfit when a read model was made from another log.
   */
  async start(): Promise<void> {
    await this.#open();
    this.#following ??= this.#follower.follow(this.#abort.signal);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#following;
    await this.#runs.atRest();
    this.#runs.waiters.end();
  }

  /** Reads to the end of the log once. A projection that fails is stopped; `health` says so. @throws ReadModelsUnfit. */
  async catchUp(): Promise<Head> {
    await this.#open();
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(patienceMs)]);
    try {
      for await (const batch of logBatches(this.source, this.#runs.least())) await this.#runs.feed(batch, signal);
    } catch (error) {
      this.#runs.stopAll(error as Error);
    }
    return this.head();
  }

  /** Read from the store, so that it also holds when another process does the work. */
  async head(): Promise<Head> {
    await this.#open();
    const lives = await this.readStore.read((db) => liveCheckpoints(db));
    const places = this.#runs.all.map((run) => lives.get(run.projection.name) ?? run.checkpoint);
    return leastOf(places);
  }

  /**
   * True as soon as every projection has reached the target; false after the timeout, or when a stopped projection
   * stands before it.
   */
  async waitFor(target: WaitTarget, timeoutMs: number): Promise<boolean> {
    await this.#open();
    const now = this.#runs.reached(target);
    return now === false ? this.#runs.waiters.wait(target, timeoutMs) : (now ?? false);
  }

  health(): ProjectionHealth[] {
    return this.#runs.all.map((run) => {
      const { generation, position, sequence } = run.checkpoint;
      const error = run.error ?? run.heldUp;
      const lagEvents = Math.max(0, this.#runs.seen - sequence);
      return { projection: run.projection.name, generation, position, sequence, lagEvents, state: this.#stateOf(run), ...(error === null ? {} : { error }) };
    });
  }

  /** The read models that do not fit the log, as their live checkpoints stand now; none: `catchUp` can go on. */
  async misfits(): Promise<readonly Misfit[]> {
    await this.#open({ check: false });
    const lives = await this.readStore.read((db) => liveCheckpoints(db));
    const standings = this.#runs.all.map(({ projection, checkpoint }) => ({ projection, checkpoint: lives.get(projection.name) ?? checkpoint }));
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
      for (const { projection } of this.#runs.all) {
        const live = await liveCheckpoint(db, projection.name);
        digests[projection.name] = await digestTables(db, this.readStore.dialect, projection.tables, live!.generation);
      }
      return digests;
    });
  }

  #namesFor(name: string | undefined): readonly string[] {
    const all = this.#runs.all.map((run) => run.projection.name);
    if (name === undefined) return all;
    if (!all.includes(name)) throw new RangeError(`There is no read model ${name}; there are ${all.join(', ')}.`);
    return [name];
  }

  async #replay(names: readonly string[], how: { flip: boolean; acceptShorterLog: boolean }, onProgress?: OnProgress): Promise<RebuildResult[]> {
    const runs = this.#runs.all.filter((run) => names.includes(run.projection.name));
    if (runs.length === 0) return [];
    await this.#open({ check: false });
    const rebuild = new Rebuild(this.readStore, this.source, runs.map((run) => run.projection));
    const results = await rebuild.run(how.flip, onProgress ?? (() => undefined), how.acceptShorterLog);
    if (how.flip) await this.#runs.inTurn(() => Promise.all(runs.map((run) => run.resume())));
    if (how.flip && rebuild.sawErasure) await this.readStore.forgetDeleted();
    return results;
  }

  async #open({ check = true } = {}): Promise<void> {
    this.#opened ??= (async () => {
      for (const run of this.#runs.all) await run.open();
    })();
    await this.#opened;
    if (!check) return;
    // Once per opening would do; a rebuild between puts a misfit right again, so it is asked until all fit.
    if (this.#runs.all.every((run) => this.#fit.has(fitKey(run)))) return;
    const [misfit] = await this.misfits();
    if (misfit !== undefined) throw new ReadModelsUnfit(misfit.message, misfit.reason);
    for (const run of this.#runs.all) this.#fit.add(fitKey(run));
  }

  #stateOf(run: ProjectionRun): ProjectionHealth['state'] {
    if (run.error !== null) return 'stopped';
    if (run.heldUp !== null) return 'held-up';
    return this.#runs.live && run.checkpoint.sequence >= this.#runs.seen ? 'live' : 'catching-up';
  }
}

const fitKey = (run: ProjectionRun): string => `${run.projection.name} ${run.checkpoint.generation}`;
