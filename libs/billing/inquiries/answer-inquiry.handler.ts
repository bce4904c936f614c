import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAnswerInquiry, personalSubject, type InquiryAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { todayOfInquiry } from './today-of-inquiry';
import { AnswerInquiry } from './answer-inquiry.command';

@CommandHandler(AnswerInquiry)
export class AnswerInquiryHandler implements ICommandHandler<AnswerInquiry> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: AnswerInquiry): Promise<CommandResult<InquiryAnswer>> {
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.inquiry(body.inquiryId) });
    const today = await todayOfInquiry(this.ledger, body.inquiryId);
    const command = { ...plainContent(body), inputHash: origin.inputHash, today };
    const outcome = await this.ledger.streams.inquiry.decide(body.inquiryId, origin, (state) => decideAnswerInquiry(command, state));
    return resultOf(outcome, (answer) => answer);
  }
}
