import { Command } from '@nestjs/cqrs';
import type { ApprovalAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { DenyApprovalBody } from './approval.dto';

/** Says no to a waiting command, or takes one's own back. */
export class DenyApproval extends Command<CommandResult<ApprovalAnswer>> {
  constructor(
    readonly body: DenyApprovalBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
