import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideGrantApproval, streamName, type ApprovalAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { Authority } from './authority';
import { GrantApproval } from './grant-approval.command';

/** Grants, then walks the granted command to its end, so that the caller sees what it came to. */
@CommandHandler(GrantApproval)
export class GrantApprovalHandler implements ICommandHandler<GrantApproval> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly authority: Authority,
  ) {}

  async execute({ body, context }: GrantApproval): Promise<CommandResult<ApprovalAnswer>> {
    const { approvalId, remark } = body;
    const { approval } = this.ledger.streams;
    const request = await approval.query(approvalId, (state) => state.request);
    const role = context.role ?? 'operator';
    const exceeded = request === null ? undefined : await this.authority.exceededBy(role, request);
    const origin = originOf(context, body);
    const command = { approvalId, grantedBy: context.actor, role, ...(remark === undefined ? {} : { remark }), ...(exceeded === undefined ? {} : { exceeded }) };
    const outcome = await approval.decide(approvalId, origin, (state) => decideGrantApproval(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { position, ...answer } = await this.authority.carryOut(approvalId, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('approval', approvalId), outcome.revision);
    }
    return { kind: 'accepted', answer, writeToken: position ?? outcome.position, repeated: outcome.revision === null };
  }
}
