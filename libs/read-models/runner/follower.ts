import { backOff, pauseFor } from '../store/back-off';
import type { Place } from '../store/checkpoint';
import type { Lease } from '../store/lease';
import type { LiveRuns } from './live-runs';
import { batchEvents, batchOf, type ProjectionSource } from './log-batches';

/** How long a live runner lets events gather while nobody waits for them. Far below the lag anybody would notice. */
const gatherMilliseconds = 20;
/** How often a process that does not project looks how far the other is: while somebody waits here, and while nobody does. */
const lookWaitedForMs = 15;
const lookIdleMs = 1_000;
/** How long a process in which a projection has stopped leads before it offers the lease to one in which it may work. */
const offerMs = 2_000;

/**
 * Keeps the projections level with the log: by reading it, or, where several processes share the read store, by
 * watching the one that does. The lease only saves the others the work: what makes a batch count once is the
 * checkpoint that moves in its transaction.
 */
export class Follower {
  #leads = false;

  constructor(
    private readonly runs: LiveRuns,
    private readonly source: ProjectionSource,
    private readonly lease: Lease | null,
  ) {}

  /** Whether this process reads the log and writes the rows. */
  get leads(): boolean {
    return this.#leads;
  }

  /** Returns on abort. Never throws: what goes wrong stops projections, and `LiveRuns` tells. */
  async follow(signal: AbortSignal): Promise<void> {
    if (this.lease === null) return this.#lead(signal, false);
    while (!signal.aborted) {
      // Whoever cannot read the log at all does not keep those from it who can: it waits until one of them got past.
      await this.#watchWhile(() => this.runs.allStopped, signal);
      const standing = new AbortController();
      const watching = this.#watchWhile(() => true, AbortSignal.any([signal, standing.signal]));
      const term = await this.lease.acquire(signal);
      standing.abort();
      await watching;
      if (term === null) return;
      try {
        await this.#takeOver(AbortSignal.any([signal, term.lost]));
      } finally {
        await term.release();
      }
    }
  }

  async #takeOver(signal: AbortSignal): Promise<void> {
    if (!(await this.#look(signal))) return;
    await this.#lead(this.runs.stoppedCount === 0 ? signal : AbortSignal.any([signal, AbortSignal.timeout(offerMs)]), true);
  }

  /** @param yields when a projection stops here, another process that waits for the lease gets to try. */
  async #lead(signal: AbortSignal, yields: boolean): Promise<void> {
    this.#leads = true;
    this.runs.live = false;
    try {
      await this.#read(signal, yields);
    } catch (error) {
      this.runs.stopAll(error as Error);
    } finally {
      this.#leads = false;
    }
  }

  async #read(signal: AbortSignal, yields: boolean): Promise<void> {
    let place: Place = this.runs.least();
    const stopped = this.runs.stoppedCount;
    for await (const part of this.source.store.subscribeAll(place.position, { pageSize: batchEvents, signal })) {
      if (part.kind === 'caughtUp') {
        this.runs.live = true;
        continue;
      }
      if (part.events.length === 0) continue;
      const batch = batchOf(this.source.codec, place, part.events);
      place = batch.to;
      await this.runs.feed(batch, signal);
      if (signal.aborted || (yields && this.runs.stoppedCount > stopped)) return;
      // Under load a moment gathers many commits into one batch, which costs as much as one event alone.
      if (this.runs.live) await this.runs.waiters.quiet(gatherMilliseconds, signal);
    }
  }

  async #watchWhile(wanted: () => boolean, signal: AbortSignal): Promise<void> {
    while (wanted() && (await this.#look(signal))) {
      await pauseFor(lookWaitedForMs, signal);
      await this.runs.waiters.quiet(lookIdleMs, signal);
      // Whoever still watches has another in front of it that keeps the projections level.
      this.runs.live ||= !signal.aborted;
    }
  }

  /** Tries until it has seen how far the projections are; false on abort. */
  async #look(signal: AbortSignal): Promise<boolean> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        await this.runs.look();
        return !signal.aborted;
      } catch (error) {
        this.runs.holdUp(error as Error);
        await backOff(attempt, signal);
      }
    }
    return false;
  }
}
