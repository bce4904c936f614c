import type { EventCodec } from '#event-store';
import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, type Check, type LogCheck } from './check';

/** Every event is what was written: its content hash fits, and no stream has a hole. */
export class EnvelopeCheck implements LogCheck {
  private readonly hashes = new CheckBuilder('content hashes', 'events unchanged since they were written');
  private readonly revisions = new CheckBuilder('stream revisions', 'events, each at the next revision of its stream');
  private readonly heads = new Map<string, number>();

  constructor(private readonly codec: EventCodec) {}

  see({ recorded, sequence, event }: LoggedEvent): void {
    this.hashes.look();
    if (!this.codec.verifyContentHash(recorded)) {
      this.hashes.problem(`sequence ${sequence}: ${event.stream}@${event.revision} ${event.type} does not fit its content hash`);
    }
    this.revisions.look();
    const expected = (this.heads.get(event.stream) ?? -1) + 1;
    if (event.revision !== expected) {
      this.revisions.problem(`sequence ${sequence}: ${event.stream} continues at revision ${event.revision}, not ${expected}: events are missing`);
    }
    this.heads.set(event.stream, event.revision);
  }

  results(): readonly Check[] {
    return [this.hashes.result(), this.revisions.result()];
  }
}
