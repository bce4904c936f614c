import type { EventCodec, RecordedEvent } from '#event-store';
import { CheckBuilder, type Check } from './check';

/** Every event is what was written: its content hash fits, and no stream has a hole. Looks at the stored form alone. */
export class EnvelopeCheck {
  private readonly hashes = new CheckBuilder('content hashes', 'events unchanged since they were written');
  private readonly revisions = new CheckBuilder('stream revisions', 'events, each at the next revision of its stream');
  private readonly heads = new Map<string, number>();

  constructor(private readonly codec: EventCodec) {}

  see(recorded: RecordedEvent, sequence: number): void {
    const { stream, revision, type } = recorded;
    this.hashes.look();
    if (!this.codec.verifyContentHash(recorded)) {
      this.hashes.problem(`sequence ${sequence}: ${stream}@${revision} ${type} does not fit its content hash`);
    }
    this.revisions.look();
    const expected = (this.heads.get(stream) ?? -1) + 1;
    if (revision !== expected) {
      this.revisions.problem(`sequence ${sequence}: ${stream} continues at revision ${revision}, not ${expected}: events are missing`);
    }
    this.heads.set(stream, revision);
  }

  results(): readonly Check[] {
    return [this.hashes.result(), this.revisions.result()];
  }
}
