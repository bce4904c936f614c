import type { RecordedEvent } from '#event-store';
import { isOwnStreamName } from '#ledger';
import { CheckBuilder, type Check } from './check';

/**
 * Rows that do not count in this ledger. In the file of one ledger there are none: whoever gave an event another
 * ledger's id has hidden it. In a shared store only those inside the ledger's own streams are at fault.
 */
export class ForeignCheck {
  private readonly foreign = new CheckBuilder('foreign events', 'rows that are no events of this ledger');

  constructor(
    private readonly ledgerId: string,
    private readonly shared: boolean,
  ) {}

  see(recorded: RecordedEvent): void {
    this.foreign.look();
    if (this.shared && (!isOwnStreamName(recorded.stream) || recorded.type.startsWith('$'))) {
      return;
    }
    const name = `${JSON.stringify(recorded.stream)} revision ${recorded.revision} (${JSON.stringify(recorded.type)})`;
    this.foreign.problem(`${name} ${this.why(recorded)}`);
  }

  result(): Check {
    return this.foreign.result();
  }

  private why({ stream, type, metadata }: RecordedEvent): string {
    if (type.startsWith('$')) {
      return 'is a system event';
    }
    if (!isOwnStreamName(stream)) {
      return 'stands in a stream that no event of this ledger can stand in';
    }
    try {
      const { ledgerId } = JSON.parse(metadata) as { readonly ledgerId?: unknown };
      return ledgerId === this.ledgerId
        ? 'has metadata without a schema version'
        : `carries the ledger id ${JSON.stringify(ledgerId) ?? '(none)'}, not ${this.ledgerId}`;
    } catch {
      return 'has metadata that is no valid JSON';
    }
  }
}
