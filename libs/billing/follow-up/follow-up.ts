import { StoreUnavailableError, type EventCodec, type EventStore, type RecordedEvent, type StoredEvent } from '#event-store';
import type { Lease } from '#read-models';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import type { FinishedSteps } from './finished-steps';
import type { PolicyCheckpoints } from './policy-checkpoints';

export interface FollowUpOptions {
  /** Which of the processes on one ledger follows up. It saves the others the work: every step is idempotent. */
  readonly lease: Lease;
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly checkpoints: PolicyCheckpoints;
  readonly finished: FinishedSteps;
  /** Per event type: makes sure that everything that must follow is there. Idempotent. */
  readonly steps: ReadonlyMap<string, (event: StoredEvent) => Promise<void>>;
  readonly now: () => number;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How long the command handler is left alone with its own event, at most: the store's clock may go otherwise than ours. */
  readonly leaveMilliseconds: number;
  readonly onStuck: (event: RecordedEvent, error: unknown) => void;
  /** Told when the log itself cannot be followed any more; the policy stands still then until the next start. */
  readonly onStopped: (error: unknown) => void;
}

const attemptsMax = 5;
const pauseMaxMs = 5_000;
const policyName = 'follow-up';

/**
 * Finishes what a crash left: reads the log from its own checkpoint and makes sure that each event's following steps
 * exist. A step that keeps failing is reported and passed, and the checkpoint stays before it: the next start tries again.
 * While the store gives no answer the step waits for it.
 *
 * Of several processes one follows up; when it dies the next goes on from the furthest place it knows of, which lies
 * before or at the other's, and finds the steps done that were done.
 */
export class FollowUp {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private stuck = 0;
  private failed = false;

  constructor(private readonly options: FollowUpOptions) {}

  /** How many events since the start could not be followed up. */
  get stuckCount(): number {
    return this.stuck;
  }

  /** Whether it follows the log, or has been stopped on purpose. */
  get isHealthy(): boolean {
    return !this.failed && this.stuck === 0;
  }

  start(): void {
    this.running ??= this.run().catch((error: unknown) => {
      this.failed = true;
      this.options.onStopped(error);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.options.checkpoints.atRest();
  }

  /** Follows up everything in the log now, without waiting for handlers: for a start after a crash, and for tests. */
  async catchUp(): Promise<void> {
    const { store, checkpoints, steps } = this.options;
    const filter = { typePrefixes: [...steps.keys()] };
    for await (const page of store.readAll(await checkpoints.read(policyName), { filter })) {
      for (const recorded of page) {
        await this.follow(recorded, this.stopping.signal);
      }
      this.advance(page[page.length - 1]);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const term = await this.options.lease.acquire(signal);
      if (term === null) {
        return;
      }
      try {
        await this.lead(AbortSignal.any([signal, term.lost]));
        attempt = 1;
      } catch (error) {
        if (!isPassing(error)) {
          throw error;
        }
        await this.pauseBefore(attempt, signal);
      } finally {
        await term.release();
      }
    }
  }

  /** Follows the log until the lease is lost or the process stops. */
  private async lead(signal: AbortSignal): Promise<void> {
    const { store, checkpoints, steps } = this.options;
    const filter = { typePrefixes: [...steps.keys()] };
    for await (const arrived of store.subscribeAll(await checkpoints.read(policyName), { filter, signal })) {
      if (arrived.kind === 'caughtUp') {
        continue;
      }
      for (const recorded of arrived.events) {
        await this.leaveToHandler(recorded, signal);
        await this.follow(recorded, signal);
        if (signal.aborted) {
          return;
        }
      }
      this.advance(arrived.events[arrived.events.length - 1]);
    }
  }

  private async leaveToHandler(recorded: RecordedEvent, signal: AbortSignal): Promise<void> {
    const { leaveMilliseconds, now } = this.options;
    const left = Math.min(recorded.createdAt + leaveMilliseconds - now(), leaveMilliseconds);
    if (left > 0) {
      await this.options.pause(left, signal);
    }
  }

  private async follow(recorded: RecordedEvent, signal: AbortSignal): Promise<void> {
    const step = this.options.steps.get(recorded.type);
    if (step === undefined || this.options.finished.take(recorded.stream, recorded.revision)) {
      return;
    }
    const event = this.options.codec.decode(recorded);
    if (event === null) {
      return;
    }
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await step(event);
        return;
      } catch (error) {
        if (attempt >= attemptsMax && !isPassing(error)) {
          this.stuck += 1;
          this.options.onStuck(recorded, error);
          return;
        }
        await this.pauseBefore(attempt, signal);
      }
    }
  }

  private pauseBefore(attempt: number, signal: AbortSignal): Promise<void> {
    return this.options.pause(Math.min(100 * 2 ** attempt, pauseMaxMs), signal);
  }

  private advance(recorded: RecordedEvent | undefined): void {
    if (recorded !== undefined && this.stuck === 0) {
      this.options.checkpoints.write(policyName, recorded);
    }
  }
}

/** The store was away or gave no answer: the same will work once it is back. */
const isPassing = (error: unknown): boolean => error instanceof UnknownStepOutcome || error instanceof StoreUnavailableError;
