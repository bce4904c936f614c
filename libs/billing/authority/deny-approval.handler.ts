import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideDenyApproval, type ApprovalAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { DenyApproval } from './deny-approval.command';

@CommandHandler(DenyApproval)
export class DenyApprovalHandler implements ICommandHandler<DenyApproval> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: DenyApproval): Promise<CommandResult<ApprovalAnswer>> {
    const data = { approvalId: body.approvalId, deniedBy: context.actor, role: context.role ?? 'operator', reason: body.reason };
    const outcome = await this.ledger.streams.approval.decide(body.approvalId, originOf(context, body), (state) => decideDenyApproval(data, state));
    return resultOf(outcome, (answer) => answer);
  }
}
