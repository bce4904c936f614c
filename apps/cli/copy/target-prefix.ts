import type { EventCodec, EventStore, RecordedEvent, StoredEvent } from '#event-store';
import { isOwnStreamName } from '#ledger';
import { CliFailure } from '../cli-failure';
import { isCopyOf, type SourceEvent } from './copied-event';

interface CopiedAlready {
  readonly recorded: RecordedEvent;
  readonly stored: StoredEvent;
}

/** What an earlier run of the same copy has left in the target, read along with the source. */
export class TargetPrefix {
  private readonly events: AsyncIterator<CopiedAlready>;
  private isAtEnd = false;

  constructor(
    private readonly target: EventStore,
    private readonly codec: EventCodec,
  ) {
    this.events = this.ownEvents();
  }

  /**
   * Whether the target holds the next event of the source already.
   *
   * @throws CliFailure when it holds anything else there.
   */
  async holds(event: SourceEvent): Promise<boolean> {
    if (this.isAtEnd) {
      return false;
    }
    const next = await this.events.next();
    if (next.done === true) {
      this.isAtEnd = true;
      return false;
    }
    const { recorded, stored } = next.value;
    if (!isCopyOf(recorded, event, stored)) {
      throw this.refusal(
        stored.metadata.copy === undefined
          ? `holds this ledger itself, not a copy of it (${recorded.stream}@${recorded.revision})`
          : `holds ${recorded.stream}@${recorded.revision} as event ${event.sequence}, where the source has ${event.recorded.stream}@${event.recorded.revision}`,
      );
    }
    return true;
  }

  /** @throws CliFailure when the target goes on where the source ends. */
  async assertEnded(): Promise<void> {
    const next = this.isAtEnd ? null : await this.events.next();
    if (next !== null && next.done !== true) {
      const { stream, revision } = next.value.recorded;
      throw this.refusal(`goes on beyond the source, with ${stream}@${revision}: somebody works with it already`);
    }
  }

  private async *ownEvents(): AsyncGenerator<CopiedAlready> {
    for await (const page of this.target.readAll(null)) {
      for (const recorded of page) {
        const stored = this.codec.decode(recorded);
        if (stored !== null) {
          yield { recorded, stored };
        } else if (isOwnStreamName(recorded.stream)) {
          throw this.refusal(`holds ${recorded.stream}@${recorded.revision}, which is no event of this ledger`);
        }
      }
    }
  }

  private refusal(why: string): CliFailure {
    return new CliFailure('refused', `The target ${this.target.description} ${why}. Copy into an empty store, or into one where this very copy was interrupted.`);
  }
}
