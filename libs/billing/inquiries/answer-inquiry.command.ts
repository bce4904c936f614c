import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { InquiryAnswer } from '#ledger';
import type { AnswerInquiryBody } from './inquiry.dto';

/** Records what the customer was told. */
export class AnswerInquiry extends Command<CommandResult<InquiryAnswer>> {
  constructor(
    readonly body: AnswerInquiryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
