import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { InquiryAnswer } from '#ledger';
import type { ReceiveInquiryBody } from './inquiry.dto';

/** A customer asks or complains; a dispute of an invoice is opened with it. */
export class ReceiveInquiry extends Command<CommandResult<InquiryAnswer>> {
  constructor(
    readonly body: ReceiveInquiryBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
