import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  accountParts, decideCloseDirectDebitBatch, decideOrderDirectDebit, knownDirectDebit, refusal, refuse, type DirectDebitBatchClosed, type DirectDebitBatchPlanned, type Refusal,
} from '#ledger';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

type Planned = DirectDebitBatchPlanned['data'];
type Debit = Planned['debits'][number];
type Claimed = { readonly kind: 'ordered'; readonly amount: string } | { readonly kind: 'dropped'; readonly directDebitId: string; readonly why: string };

/** Debits that are claimed side by side. */
const pageSize = 64;

/** Carries a frozen plan out: claims each debit in its own account, then closes the batch. Walked again, it finds what was done and goes on. */
@Injectable()
export class BatchClaiming {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when a store gives no answer; it may be walked again. */
  async claim(planned: Planned, today: string, origin: EventOrigin): Promise<{ readonly closed: DirectDebitBatchClosed['data']; readonly position: string | null }> {
    const claimed: Claimed[] = [];
    for (let place = 0; place < planned.debits.length; place += pageSize) {
      claimed.push(...(await Promise.all(planned.debits.slice(place, place + pageSize).map((debit) => this.claimOne(planned, debit, { today, origin })))));
    }
    const { digits } = knownCurrency(planned.currency);
    const ordered = claimed.filter((each) => each.kind === 'ordered');
    const data = {
      batchId: planned.batchId,
      ordered: ordered.length,
      total: formatMinor(ordered.reduce((sum, { amount }) => sum + minorOf(amount, digits), 0n), digits),
      dropped: claimed.flatMap((each) => (each.kind === 'dropped' ? [{ directDebitId: each.directDebitId, why: each.why }] : [])),
    };
    const outcome = await this.ledger.streams.directdebit.decide(planned.batchId, originFollowing(origin, planned.batchId), (state) => decideCloseDirectDebitBatch(data, state));
    if (outcome.kind !== 'accepted') {
      throw new UnknownStepOutcome(outcome.kind === 'unknown' ? outcome.message : outcome.refusal.message);
    }
    return { closed: outcome.answer, position: outcome.position };
  }

  private async claimOne(planned: Planned, { directDebitId, accountId, mandateId }: Debit, { today, origin }: { readonly today: string; readonly origin: EventOrigin }): Promise<Claimed> {
    const { batchId, collectionDate, noticeDays = 0 } = planned;
    const mandate = await this.ledger.streams.customer.query(accountParts(accountId).customerId, ({ mandates }) => mandates.get(mandateId));
    const against = refuseLate(planned, today) ?? refuseRevoked(mandateId, mandate?.revoked ?? null);
    const command = { accountId, directDebitId, batchId, mandateId, oneOff: mandate?.given.oneOff ?? false, orderedOn: today, collectionDate, noticeDays };
    const outcome = await this.ledger.streams.account.decide(accountId, originFollowing(origin, directDebitId), (state) =>
      // What was claimed before a mandate ended, or before the day came, stays claimed.
      against === undefined || knownDirectDebit(state, directDebitId) ? decideOrderDirectDebit(command, state) : refuse(against),
    );
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    return outcome.kind === 'accepted'
      ? { kind: 'ordered', amount: outcome.answer.amount }
      : { kind: 'dropped', directDebitId, why: outcome.refusal.message.slice(0, 1000) };
  }
}

/** A plan that is carried on too late: the bank would not take the rest any more. */
const refuseLate = ({ collectionDate }: Planned, today: string): Refusal | undefined =>
  today < collectionDate ? undefined : refusal('conflict', 'DIRECT_DEBIT.TOO_LATE', `the day of collection, ${collectionDate}, had come before it was claimed.`, { collectionDate });

const refuseRevoked = (mandateId: string, revoked: { readonly revokedOn: string } | null): Refusal | undefined =>
  revoked === null ? undefined : refusal('conflict', 'MANDATE.REVOKED', `mandate ${JSON.stringify(mandateId)} was revoked on ${revoked.revokedOn}.`, { mandateId });
