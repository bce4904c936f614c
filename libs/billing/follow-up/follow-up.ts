import type { EventCodec, EventStore, RecordedEvent, StoredEvent } from '#event-store';
import type { FinishedSteps } from './finished-steps';
import type { PolicyCheckpoints } from './policy-checkpoints';

export interface FollowUpOptions {
  readonly store: EventStore;
  readonly codec: EventCodec;
  readonly checkpoints: PolicyCheckpoints;
  readonly finished: FinishedSteps;
  /** Per event type: makes sure that everything that must follow is there. Idempotent. */
  readonly steps: ReadonlyMap<string, (event: StoredEvent) => Promise<void>>;
  readonly now: () => number;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** How long the command handler is left alone with its own event. */
  readonly leaveMilliseconds: number;
  readonly onStuck: (event: RecordedEvent, error: unknown) => void;
  /** Told when the log itself cannot be followed any more; the policy stands still then until the next start. */
  readonly onStopped: (error: unknown) => void;
}

const attemptsMax = 5;
const policyName = 'follow-up';

/**
 * Finishes what a crash left: reads the log from its own checkpoint and makes sure that each event's following steps
 * exist. A step that keeps failing is reported and passed, and the checkpoint stays before it: the next start tries again.
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
  }

  /** Follows up everything in the log now, without waiting for handlers: for a start after a crash, and for tests. */
  async catchUp(): Promise<void> {
    const { store, checkpoints, steps } = this.options;
    const filter = { typePrefixes: [...steps.keys()] };
    for await (const page of store.readAll(await checkpoints.read(policyName), { filter })) {
      for (const recorded of page) {
        await this.follow(recorded);
      }
      this.advance(page[page.length - 1]);
    }
  }

  private async run(): Promise<void> {
    const { store, checkpoints, steps } = this.options;
    const { signal } = this.stopping;
    const filter = { typePrefixes: [...steps.keys()] };
    for await (const arrived of store.subscribeAll(await checkpoints.read(policyName), { filter, signal })) {
      if (arrived.kind === 'caughtUp') {
        continue;
      }
      for (const recorded of arrived.events) {
        await this.leaveToHandler(recorded, signal);
        if (signal.aborted) {
          return;
        }
        await this.follow(recorded);
      }
      this.advance(arrived.events[arrived.events.length - 1]);
    }
  }

  private async leaveToHandler(recorded: RecordedEvent, signal: AbortSignal): Promise<void> {
    const left = recorded.createdAt + this.options.leaveMilliseconds - this.options.now();
    if (left > 0) {
      await this.options.pause(left, signal);
    }
  }

  private async follow(recorded: RecordedEvent): Promise<void> {
    const step = this.options.steps.get(recorded.type);
    if (step === undefined || this.options.finished.take(recorded.stream, recorded.revision)) {
      return;
    }
    const event = this.options.codec.decode(recorded);
    if (event === null) {
      return;
    }
    for (let attempt = 1; !this.stopping.signal.aborted; attempt += 1) {
      try {
        await step(event);
        return;
      } catch (error) {
        if (attempt >= attemptsMax) {
          this.stuck += 1;
          this.options.onStuck(recorded, error);
          return;
        }
        await this.options.pause(100 * 2 ** attempt, this.stopping.signal);
      }
    }
  }

  private advance(recorded: RecordedEvent | undefined): void {
    if (recorded !== undefined && this.stuck === 0) {
      this.options.checkpoints.write(policyName, recorded);
    }
  }
}
