import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideCloseInquiry, type InquiryAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { todayOfInquiry } from './today-of-inquiry';
import { CloseInquiry } from './close-inquiry.command';

@CommandHandler(CloseInquiry)
export class CloseInquiryHandler implements ICommandHandler<CloseInquiry> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: CloseInquiry): Promise<CommandResult<InquiryAnswer>> {
    const origin = originOf(context, body);
    const today = await todayOfInquiry(this.ledger, body.inquiryId);
    const command = { ...plainContent(body), inputHash: origin.inputHash, today };
    const outcome = await this.ledger.streams.inquiry.decide(body.inquiryId, origin, (state) => decideCloseInquiry(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}
