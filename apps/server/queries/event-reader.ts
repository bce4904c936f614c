import { Inject, Injectable } from '@nestjs/common';
import { publicEvent, type PublicEvent } from '#integration';
import { LEDGER, type LedgerAccess } from '../ledger-access';

type Subject = Parameters<LedgerAccess['lookups']['eventsOf']>[0];

/** More events than these about one document are read from the feed. */
const historyMax = 1000;

/** Events by what they speak of: the read models say where they stand, the log what they say. */
@Injectable()
export class EventReader {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  /** In ledger order. */
  async history(subject: Subject): Promise<readonly PublicEvent[]> {
    const { items } = await this.ledger.lookups.eventsOf(subject, { limit: historyMax });
    return Promise.all(items.map(({ stream, revision, sequence }) => this.at(stream, revision, sequence)));
  }

  /** @throws Error when the log has no own event there: the read models would be of another log. */
  async at(stream: string, revision: number, sequence: number): Promise<PublicEvent> {
    for await (const recorded of this.ledger.store.readStream(stream, { from: revision, maxCount: 1 })) {
      const stored = this.ledger.codec.decode(recorded);
      if (stored !== null && stored.revision === revision) {
        return publicEvent(stored, sequence);
      }
    }
    throw new Error(`${stream} holds no own event at revision ${revision}, yet the read models say so; run daybook verify`);
  }
}
