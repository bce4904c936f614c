import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideEnterContractCredit, type ContractCredited, type CreditNoteIssued } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';

type Line = ContractCredited['data']['lines'][number];

/** Tells contracts of credit notes over what they billed. May be walked any number of times. */
@Injectable()
export class ContractCrediting {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @returns the place of the last event written; null when all of it was there. @throws UnknownStepOutcome when a store gives no answer. */
  async enter({ creditNoteId, returnId, lines }: CreditNoteIssued['data'], origin: EventOrigin): Promise<string | null> {
    let position: string | null = null;
    for (const [contractId, credited] of byContract(lines)) {
      const command = { contractId, creditNoteId, returnId, lines: credited };
      const outcome = await this.ledger.streams.contract.decide(contractId, origin, (state) => decideEnterContractCredit(command, state));
      if (outcome.kind === 'unknown') {
        throw new UnknownStepOutcome(outcome.message);
      }
      position = outcome.kind === 'accepted' ? (outcome.position ?? position) : position;
    }
    return position;
  }
}

function byContract(lines: CreditNoteIssued['data']['lines']): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  for (const { contractId, contractItemId, invoiceId, invoiceLineId, net, recognition } of lines) {
    if (contractId === undefined || contractItemId === undefined || invoiceId === undefined || invoiceLineId === undefined) {
      continue;
    }
    // An invoice that took up several contracts tells their lines apart by the contract's id.
    const own = invoiceLineId.startsWith(`${contractId}/`) ? invoiceLineId.slice(contractId.length + 1) : invoiceLineId;
    const line = { itemId: contractItemId, invoiceId, invoiceLineId: own, net, ...(recognition === undefined ? {} : { fromDeferred: recognition.fromDeferred }) };
    found.set(contractId, [...(found.get(contractId) ?? []), line]);
  }
  return found;
}
