import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { uuidV5 } from '#event-store';
import { accountParts, decideClaimLateCharges, refusal, seriesFor, type LateChargeTerms, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { originFollowing, originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { decideOnAccount } from './account-command';
import { ChargeLateFees } from './charge-late-fees.command';
import type { LateChargeAnswer, LateChargesAnswer } from './correction.answer';
import { LateChargeBilling } from './late-charge-billing';

/** Claims the charges in the account, which guards that no day is charged twice, and bills each by a sale of its own. */
@CommandHandler(ChargeLateFees)
export class ChargeLateFeesHandler implements ICommandHandler<ChargeLateFees> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly billing: LateChargeBilling,
  ) {}

  async execute(command: ChargeLateFees): Promise<CommandResult<LateChargesAnswer>> {
    const content = plainContent(command.body);
    const terms = await this.termsOf(content.accountId);
    if (terms === null) {
      const message = `The legal entity of account ${content.accountId} charges no late fees or interest; configure lateCharges first.`;
      return refusedResult(refusal('conflict', 'LATE_CHARGE.NOT_CONFIGURED', message, { accountId: content.accountId }));
    }
    const unbillable = await this.refuseUnbillable(content.accountId);
    if (unbillable !== undefined) {
      return refusedResult(unbillable);
    }
    const claimed = await decideOnAccount(this.ledger, command, (facts, state) => decideClaimLateCharges({ ...content, ...facts }, state, terms));
    if (claimed.kind !== 'accepted') {
      return claimed;
    }
    const origin = originOf(command.context, command.body);
    const charges: LateChargeAnswer[] = [];
    let { writeToken } = claimed;
    for (const charge of claimed.answer.charges) {
      const billed = await this.billing.bill(charge, originFollowing(origin, charge.saleId));
      charges.push(billed.answer);
      writeToken = billed.position ?? writeToken;
    }
    const { accountId, through, more, revision } = claimed.answer;
    return { ...claimed, writeToken, answer: { accountId, through, charges, more, revision } };
  }

  /** Nothing refuses a charge once it is claimed, so what its invoice needs is looked at before. */
  private async refuseUnbillable(accountId: string): Promise<Refusal | undefined> {
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return entity.refusal;
    }
    const { entityId, today } = entity.facts;
    const series = await this.ledger.streams.entity.query(entityId, (state) => seriesFor(state, 'invoice', today));
    return series === undefined
      ? refusal('not-found', 'SERIES.UNKNOWN', `${entityId} has no invoice series for ${today}, on which a charge would be billed. Open it first.`, { entityId, kind: 'invoice', issueDate: today })
      : undefined;
  }

  private async termsOf(accountId: string): Promise<LateChargeTerms | null> {
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    const configured = entity.ok ? entity.facts.configuration.lateCharges : undefined;
    if (!entity.ok || configured === undefined) {
      return null;
    }
    return {
      fee: configured.fee ?? null,
      interestPercent: configured.interestPercent ?? null,
      graceDays: configured.graceDays,
      mode: entity.facts.configuration.rounding.mode,
      saleIdOf: (purpose, invoiceId, through) => uuidV5(`${purpose} on invoice ${invoiceId} through ${through}`),
    };
  }
}
