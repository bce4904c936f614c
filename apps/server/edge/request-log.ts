import { Inject, Injectable } from '@nestjs/common';
import { LEDGER, type LedgerAccess } from '../ledger-access';

/** Which content a request key was first used for, as the log says. No time limit on that. */
@Injectable()
export class RequestLog {
  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  /** The correlation id of the first event under this key of this actor, or null when it never wrote. */
  async correlationOf(actor: string, key: string): Promise<string | null> {
    const place = await this.ledger.lookups.findRequest(key, actor);
    if (place === null) {
      return null;
    }
    for await (const recorded of this.ledger.store.readStream(place.stream, { from: place.revision, maxCount: 1 })) {
      return this.ledger.codec.decode(recorded)?.metadata.$correlationId ?? null;
    }
    return null;
  }
}
