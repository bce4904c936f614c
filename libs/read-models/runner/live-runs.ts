import { liveCheckpoints, type Place } from '../store/checkpoint';
import type { ReadStore } from '../store/read-store';
import type { LogBatch } from './log-batches';
import type { ProjectionRun } from './projection-run';
import { Waiters, type WaitTarget } from './waiters';

/** Who is told when projections stop or wait. */
export interface RunTrouble {
  /** Told once when a projection stops, with the reason. */
  readonly onStopped?: (projection: string, reason: string) => void;
  /** Told once per outage when the read store is away; it goes on by itself when that is back. */
  readonly onHeldUp?: (reason: string) => void;
}

/** The live projections of this process, how far they are, and who waits for them. */
export class LiveRuns {
  readonly waiters = new Waiters();
  readonly #reported = new Set<string>();
  #heldUpReported = false;
  #turn: Promise<unknown> = Promise.resolve();
  #seen = 0;
  /** Whether they have once been level with the log, or another process keeps them so. */
  live = false;

  constructor(
    readonly all: readonly ProjectionRun[],
    private readonly readStore: ReadStore,
    private readonly trouble: RunTrouble,
  ) {}

  /** The furthest sequence that was read here. */
  get seen(): number {
    return this.#seen;
  }

  get stoppedCount(): number {
    return this.all.filter((run) => run.error !== null).length;
  }

  get allStopped(): boolean {
    return this.stoppedCount === this.all.length;
  }

  /** The place before which no working projection stands. */
  least(): Place {
    const working = this.all.filter((run) => run.error === null);
    return leastOf((working.length === 0 ? this.all : working).map((run) => run.checkpoint));
  }

  /** Gives a batch to every projection. Left undone where the read store is away when the signal comes. */
  feed(batch: LogBatch, signal: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      this.#seen = Math.max(this.#seen, batch.to.sequence);
      for (const run of this.all) {
        await run.take(batch, { signal, onHeldUp: (reason) => this.#reportHeldUp(reason) });
        this.#report(run);
      }
      this.#heldUpReported = this.all.some(({ heldUp }) => heldUp !== null);
      this.tell();
    });
  }

  /** Takes over what other processes have done. @throws the driver's error. */
  look(): Promise<void> {
    return this.inTurn(async () => {
      const lives = await this.readStore.read((db) => liveCheckpoints(db));
      for (const run of this.all) {
        const live = lives.get(run.projection.name);
        if (live !== undefined) run.observe(live);
        this.#report(run);
      }
      this.#heldUpReported = false;
      this.tell();
    });
  }

  /** The read store could not be looked at. */
  holdUp(error: Error): void {
    for (const run of this.all) {
      run.holdUp(`Projection ${run.projection.name} waits: ${error.message}`);
      this.#reportHeldUp(run.heldUp ?? '');
    }
  }

  stopAll(error: Error): void {
    for (const run of this.all) {
      run.stop(`Projection ${run.projection.name} stopped because the log could not be read on: ${error.message}`);
      this.#report(run);
    }
    this.tell();
  }

  /** True: every projection has reached the target. Null: a stopped one stands before it. */
  reached({ position, sequence = 0 }: WaitTarget): boolean | null {
    const behind = this.all.filter(({ checkpoint }) => {
      const short = position !== undefined && (checkpoint.position === null || checkpoint.position < position);
      return short || checkpoint.sequence < sequence;
    });
    if (behind.length === 0) return true;
    return behind.some((run) => run.error !== null) ? null : false;
  }

  tell(): void {
    this.waiters.tell((target) => this.reached(target));
  }

  /** Following, catching up and the end of a rebuild take turns in this process. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** Resolves when nothing is under way any more. */
  async atRest(): Promise<void> {
    await this.#turn;
  }

  #report(run: ProjectionRun): void {
    if (run.error === null || this.#reported.has(run.error)) return;
    this.#reported.add(run.error);
    this.trouble.onStopped?.(run.projection.name, run.error);
  }

  #reportHeldUp(reason: string): void {
    if (!this.#heldUpReported) this.trouble.onHeldUp?.(reason);
    this.#heldUpReported = true;
  }
}

/** Of places in one log, the earliest. */
export function leastOf<T extends Place>(places: readonly T[]): T {
  return places.reduce((least, place) => ((place.position ?? '') < (least.position ?? '') ? place : least));
}
