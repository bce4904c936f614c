import { Command } from '@nestjs/cqrs';
import type { ApprovalAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { GrantApprovalBody } from './approval.dto';

/** Lets a waiting command through, which is then carried out as it was sent. */
export class GrantApproval extends Command<CommandResult<ApprovalAnswer>> {
  constructor(
    readonly body: GrantApprovalBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
