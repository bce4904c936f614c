import { rm } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideNameErasedRecords, personalSubject, type ErasedRecord } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { forgetFolded } from '../ledger/ledger-streams';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { lettersKept } from './kept-letters';
import { personalRecordsOf } from './personal-records';

export interface ErasureAnswer {
  readonly customerId: string;
  /** Revision of the customer's stream. */
  readonly revision: number;
  /** Records that nobody can read any more, by kind. */
  readonly records: Readonly<Record<string, number>>;
}

/** What follows from an erasure: every record is named, then its key destroyed. Walked again it finds everything done. */
@Injectable()
export class PersonalErasure {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when the store gave no answer: it is walked again. */
  async finish(customerId: string, origin: EventOrigin): Promise<readonly ErasedRecord[]> {
    const { streams, codec } = this.ledger;
    const known = await streams.customer.query(customerId, ({ erasure }) => (erasure.isComplete ? [...erasure.records] : null));
    // Named before a key is destroyed: what is not named could not be found again.
    const found = known ?? (await personalRecordsOf(this.ledger, customerId));
    const outcome = await streams.customer.decide(customerId, origin, (state) => decideNameErasedRecords(customerId, found, state));
    if (outcome.kind !== 'accepted') throw new UnknownStepOutcome(outcome.kind === 'unknown' ? outcome.message : outcome.refusal.message);
    const records = outcome.answer;
    codec.keys?.destroy(records.flatMap(subjectOfRecord));
    forgetFolded(streams);
    // Letters in the outbox and messages kept as files name the person they went to.
    for (const file of lettersKept(this.ledger, records)) await rm(file, { force: true });
    return records;
  }
}

/** Records without a key of their own are sealed with the customer's. */
function subjectOfRecord({ kind, id }: ErasedRecord): string[] {
  switch (kind) {
    case 'customer':
      return [personalSubject.customer(id)];
    case 'payment':
      return [personalSubject.payment(id)];
    case 'bank-line':
      return [personalSubject.bankLine(id)];
    case 'inquiry':
      return [personalSubject.inquiry(id)];
    case 'approval':
      return [personalSubject.approval(id)];
    case 'contact':
    case 'delivery':
    case 'satisfaction':
    case 'reminder':
      return [];
  }
}
