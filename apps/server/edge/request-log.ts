import { Inject, Injectable } from '@nestjs/common';
import { SequenceTail } from '../feed/sequence-tail';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { problemOf, ProblemException } from './problem';

/** The read model that knows every key. */
const projection = 'documents';
const waitMs = 2000;

/** Which content a request key was first used for, as the log says. No time limit on that. */
@Injectable()
export class RequestLog {
  /** Keys that wrote up to here may be known to the read model alone. */
  private needed = 0;
  private held = -1;

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly tail: SequenceTail,
  ) {}

  /** From now on only the read model knows the key that wrote up to this sequence; unknown: up to the end seen. */
  forgotten(sequence: number | undefined): void {
    this.needed = Math.max(this.needed, sequence ?? this.tail.sequence);
  }

  /**
   * The correlation id of the first event under this key of this actor, or null when it never wrote.
   *
   * @throws ProblemException 503 IDEMPOTENCY.NOT_YET while the read model stands before what this server does not
   *   remember itself: a key that was used before must never pass for a new one.
   */
  async correlationOf(actor: string, key: string): Promise<string | null> {
    await this.caughtUp();
    const place = await this.ledger.lookups.findRequest(key, actor);
    if (place === null) {
      return null;
    }
    for await (const recorded of this.ledger.store.readStream(place.stream, { from: place.revision, maxCount: 1 })) {
      return this.ledger.codec.decode(recorded)?.metadata.$correlationId ?? null;
    }
    return null;
  }

  private async caughtUp(): Promise<void> {
    const atStart = await this.tail.sequenceAtStart(waitMs);
    if (atStart === undefined) {
      throw notYet('the server is still reading the log');
    }
    const needed = Math.max(atStart, this.needed);
    if (this.holds(needed)) {
      return;
    }
    await this.ledger.readModels.waitFor({ sequence: needed }, waitMs);
    if (!this.holds(needed)) {
      throw notYet(`the read model ${projection} stands at sequence ${this.held} of ${needed}`);
    }
  }

  private holds(sequence: number): boolean {
    if (this.held < sequence) {
      this.held = this.ledger.readModels.health().find((each) => each.projection === projection)?.sequence ?? -1;
    }
    return this.held >= sequence;
  }
}

function notYet(why: string): ProblemException {
  const remedy = 'Repeat the request with the same key; when this lasts, look at /health and run "daybook rebuild documents".';
  return new ProblemException(problemOf(503, 'IDEMPOTENCY.NOT_YET', `It is not known yet whether this Idempotency-Key was used before: ${why}. Nothing was done. ${remedy}`), 1);
}
