import type { CommandBus } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import {
  accept, accountParts, creditCause, decideAssignContractCredit, dueItems, streamName, type ContractCreditAssigned, type CreditPlanned, type Decision, type InvoiceIssued,
  type OpenedRun,
} from '#ledger';
import type { CommandResult } from '../command-context';
import type { LedgerContext } from '../ledger/ledger-context';
import { readDocument } from '../ledger/read-document';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { ReceiveReturn } from '../returns/receive-return.command';
import type { ReturnAnswer } from '../returns/return.answer';

export interface CreditGiven {
  readonly given: boolean;
  readonly position: string | null;
}

/**
 * Credits what a contract was billed and does not owe any more: assigned once in the contract's own stream, then given
 * by a return that names the invoice lines. Walked again, it finds what was done.
 */
export class RunCrediting {
  constructor(
    private readonly ledger: LedgerContext,
    private readonly commands: CommandBus,
    private readonly run: OpenedRun,
    private readonly origin: EventOrigin,
  ) {}

  async credit(planned: CreditPlanned['data']): Promise<CreditGiven> {
    const assigned = await this.assign(planned);
    return assigned === null ? { given: false, position: null } : this.give(planned, assigned);
  }

  private async assign({ contractId, returnId }: CreditPlanned['data']): Promise<ContractCreditAssigned['data'] | null> {
    const { run, ledger } = this;
    const mode = await ledger.streams.entity.query(run.entityId, ({ configurations }) => configurations.at(-1)?.fact.rounding.mode ?? 'half-up');
    const outcome = await ledger.streams.contract.decide(contractId, this.origin, (state): Decision<ContractCreditAssigned, ContractCreditAssigned['data'] | null> => {
      const known = state.credits.get(returnId);
      if (known !== undefined) {
        return accept([], known);
      }
      const { credits } = dueItems(state, { through: run.through, mode, usage: null });
      const cause = creditCause(state, credits);
      return credits.length === 0 ? accept([], null) : decideAssignContractCredit({ contractId, runId: run.runId, returnId, cause, lines: [...credits] }, state);
    });
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    return outcome.kind === 'refused' ? null : outcome.answer;
  }

  private async give({ customerId, accountId, currency }: CreditPlanned['data'], { contractId, returnId, lines }: ContractCreditAssigned['data']): Promise<CreditGiven> {
    const lineIds = await Promise.all(lines.map(({ invoiceId, invoiceLineId }) => this.lineIdOn(accountId, invoiceId, contractId, invoiceLineId)));
    const body = {
      returnId, entityId: this.run.entityId, customerId, currency, receivedOn: this.run.issueDate, reason: 'contract changed', reasonCode: 'contract-change' as const,
      ...(accountParts(accountId).customerId === customerId ? {} : { payerCustomerId: accountParts(accountId).customerId }),
      lines: lines.map(({ creditId, description, net, invoiceId, servicePeriod }, index) => ({
        lineId: creditId, description, net, invoiceId, invoiceLineId: lineIds[index] ?? '', delivery: 'undelivered' as const, servicePeriod,
      })),
    };
    const { actor, commandId, correlationId } = this.origin;
    const command = new ReceiveReturn(body, { actor, commandId, correlationId });
    const result = await this.commands.execute<ReceiveReturn, CommandResult<ReturnAnswer>>(command);
    if (result.kind === 'unknown') {
      throw new UnknownStepOutcome(result.message);
    }
    return result.kind === 'accepted' ? { given: true, position: result.writeToken } : { given: false, position: null };
  }

  /** The line's id on the invoice: an invoice that took up several contracts tells their lines apart. */
  private async lineIdOn(accountId: string, invoiceId: string, contractId: string, lineId: string): Promise<string> {
    const register = await this.ledger.streams.account.query(accountId, ({ invoices }) => invoices.get(invoiceId)?.register ?? null);
    if (register === null) {
      return lineId;
    }
    const { data } = await readDocument<InvoiceIssued>(this.ledger, streamName('invoices', register.seriesId), register.revision, 'InvoiceIssued');
    const own = data.lines.filter((line) => line.contractId === contractId);
    return (own.find((line) => line.lineId === lineId) ?? own.find((line) => line.lineId.endsWith(`/${lineId}`)))?.lineId ?? lineId;
  }
}
