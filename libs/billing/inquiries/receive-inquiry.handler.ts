import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, decideReceiveInquiry, findInvoice, personalSubject, refusal, type InquiryAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';
import { InquiryDisputing } from './inquiry-disputing';
import { ReceiveInquiry } from './receive-inquiry.command';

@CommandHandler(ReceiveInquiry)
export class ReceiveInquiryHandler implements ICommandHandler<ReceiveInquiry> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly disputing: InquiryDisputing,
  ) {}

  async execute({ body, context }: ReceiveInquiry): Promise<CommandResult<InquiryAnswer>> {
    const { accountId, inquiryId } = body;
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const account = await findAccount(this.ledger, entity.facts.entityId, { accountId });
    if (typeof account !== 'string') {
      return refusedResult(account);
    }
    const invoice = await this.invoiceOf(body);
    if (body.invoiceId !== undefined && invoice === null) {
      const message = `invoice ${body.invoiceId} is not in account ${accountId}. Name one of this account, or leave it out.`;
      return refusedResult(refusal('not-found', 'INQUIRY.UNKNOWN_INVOICE', message, { invoiceId: body.invoiceId, accountId }));
    }
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.inquiry(inquiryId) });
    // Disputed already: the inquiry stands beside the dispute there is.
    const opens = body.kind === 'dispute' && invoice !== null;
    const command = {
      ...plainContent(body),
      ...(invoice === null ? {} : { invoiceId: invoice.invoiceId }),
      ...(opens ? { disputeId: invoice.disputeId ?? `inquiry:${inquiryId}` } : {}),
      inputHash: origin.inputHash,
      today: entity.facts.today,
    };
    const outcome = await this.ledger.streams.inquiry.decide(inquiryId, origin, (state) => decideReceiveInquiry(command, state));
    if (outcome.kind === 'accepted') {
      await this.disputing.open(inquiryId, origin);
    }
    return resultOf(outcome, (answer) => answer);
  }

  private invoiceOf({ accountId, invoiceId }: ReceiveInquiry['body']) {
    return this.ledger.streams.account.query(accountId, (state) => {
      const invoice = invoiceId === undefined ? undefined : findInvoice(state, invoiceId);
      return invoice === undefined ? null : { invoiceId: invoice.invoiceId, disputeId: invoice.disputeId };
    });
  }
}
