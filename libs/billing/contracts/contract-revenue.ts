import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { decideRecogniseRevenue, usageBilledThrough, type PostingFacts, type RecogniseRevenue, type RecognitionAnswer, type Refusal } from '#ledger';
import type { Outcome } from '../decisions/decision-group';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { usageSince } from '../usage/usage-log';
import type { RecognisedAnswer } from './contract.answer';
import { findContract, postingFacts } from './contract-facts';
import { recognitionsDue, type DueRecognition } from './recognitions-due';

export interface RevenueRequest {
  readonly requestId: string;
  readonly through: string;
  /** Base units per unit of the contract's currency; absent: the recorded rate of each day. */
  readonly rate?: string;
  readonly origin: EventOrigin;
}

export interface RecognisedOfContract {
  readonly contractId: string;
  readonly recognised: readonly RecognisedAnswer[];
  /** Why the rest was not. */
  readonly refusal?: Refusal;
  /** Place of the last event written. */
  readonly position: string | null;
}

const nothing = /^[0.]*$/;

/** Recognises a contract's revenue through a day: item by item, each by a decision of its own in the contract's stream. */
@Injectable()
export class ContractRevenue {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @throws UnknownStepOutcome when the store gave no answer; the same request goes on from there. */
  async recognise(contractId: string, request: RevenueRequest): Promise<RecognisedOfContract> {
    const contract = await findContract(this.ledger, contractId);
    if (!contract.ok) {
      return { contractId, recognised: [], refusal: contract.refusal, position: null };
    }
    const { due, from } = await this.ledger.streams.contract.query(contractId, (state) => ({
      due: recognitionsDue(state, request.through),
      from: usageBilledThrough(state) + 1,
    }));
    const usage = await usageSince(this.ledger, contractId, from);
    const recognised: RecognisedAnswer[] = [];
    let position: string | null = null;
    for (const each of due) {
      const facts = await postingFacts(this.ledger, contract.facts, each.recognisedOn, request.rate);
      if (!facts.ok) {
        return { contractId, recognised, refusal: facts.refusal, position };
      }
      const command = commandOf(contractId, each, request);
      const outcome = await this.decide(each.cause === 'accrual' ? { ...command, usage } : command, facts.facts, request.origin);
      if (outcome.kind === 'refused') {
        return { contractId, recognised, refusal: outcome.refusal, position };
      }
      if (!nothing.test(outcome.answer.amount)) {
        recognised.push({ contractId, itemId: each.itemId, cause: each.cause, recognitionId: command.recognitionId, amount: outcome.answer.amount });
      }
      position = outcome.position ?? position;
    }
    return { contractId, recognised, position };
  }

  private async decide(command: RecogniseRevenue, facts: PostingFacts, origin: EventOrigin): Promise<Exclude<Outcome<RecognitionAnswer>, { kind: 'unknown' }>> {
    const outcome = await this.ledger.streams.contract.decide(command.contractId, origin, (state) => decideRecogniseRevenue(command, state, facts));
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    return outcome;
  }
}

const commandOf = (contractId: string, { itemId, cause, recognisedOn }: DueRecognition, { requestId, origin }: RevenueRequest): RecogniseRevenue => ({
  contractId,
  itemId,
  cause,
  recognisedOn,
  recognitionId: `${requestId}~${itemId}~${cause}`,
  inputHash: origin.inputHash,
});
