import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { InquiryAnswer } from '#ledger';
import type { CloseInquiryBody } from './inquiry.dto';

/** Nothing is left to be done about an inquiry. */
export class CloseInquiry extends Command<CommandResult<InquiryAnswer>> {
  constructor(
    readonly body: CloseInquiryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
