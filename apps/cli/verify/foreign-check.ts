import type { RecordedEvent } from '#event-store';
import { isOwnStreamName } from '#ledger';
import { TruncationWatch } from '../log/truncation-watch';
import { CheckBuilder, type Check } from './check';

/**
 * What does not count in this ledger. Others may keep streams of their own in the same log, and the store its system
 * events; at fault is what stands in the ledger's own streams, or hides what does.
 */
export class ForeignCheck {
  private readonly foreign = new CheckBuilder('foreign events', 'events of others, none of them in a stream of this ledger');
  private readonly hidden = new CheckBuilder('nothing hidden', 'own streams with metadata, which neither deletes nor truncates them');
  private readonly truncation = new TruncationWatch();

  constructor(private readonly ledgerId: string) {}

  see(recorded: RecordedEvent): void {
    this.foreign.look();
    if (this.truncation.see(recorded) || !isOwnStreamName(recorded.stream)) {
      return;
    }
    const name = `${JSON.stringify(recorded.stream)} revision ${recorded.revision} (${JSON.stringify(recorded.type)})`;
    this.foreign.problem(`${name} ${this.why(recorded)}`);
  }

  results(): readonly Check[] {
    this.hidden.look(this.truncation.streams);
    for (const problem of this.truncation.problems()) {
      this.hidden.problem(`${problem}: the events may still be there, but readers no longer get them; find out who did that, and put the metadata right`);
    }
    return [this.foreign.result(), this.hidden.result()];
  }

  private why({ type, metadata }: RecordedEvent): string {
    if (type === '$streamDeleted') {
      return 'says that the stream was deleted for ever';
    }
    if (type.startsWith('$')) {
      return 'is a system event';
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
