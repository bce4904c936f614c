import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import { addUsedUnits, decideRecogniseRevenue, drawsDown, usageTermsOf, type ContractState, type PostingFacts, type RecogniseRevenue, type UsageRecord } from '#ledger';
import { findContract, postingFacts, signedState } from '../contracts/contract-facts';
import { originFollowing } from '../decisions/command-origin';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { usageBatches, type RecordedBatch } from './usage-log';

/** Units of each item that were used before a batch, in all; decimal text. */
export type UsedBefore = ReadonlyMap<string, string>;

/**
 * Usage of prepaid units makes them revenue: what follows in the contract's stream after a batch of usage. Each step has
 * an id made from the batch's place, and says how much was used in all, so it may be walked any number of times.
 */
@Injectable()
export class UsageDrawing {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** @returns place of the last event written; null when nothing had to be. */
  async draw({ revision, data }: RecordedBatch, usedBefore: UsedBefore, origin: EventOrigin): Promise<string | null> {
    const { contractId, records } = data;
    const contract = await findContract(this.ledger, contractId);
    if (!contract.ok) {
      throw new Error(`usage of contract ${contractId} is on record and the contract is not: ${contract.refusal.code}`);
    }
    const drawing = await this.drawingItems(contractId, records);
    let position: string | null = null;
    for (const step of stepsOf({ revision, data }, drawing, usedBefore)) {
      const facts = await postingFacts(this.ledger, contract.facts, step.recognisedOn);
      if (!facts.ok) {
        throw new Error(`prepaid units of contract ${contractId} were used and cannot be recognised: ${facts.refusal.code} ${facts.refusal.message}`);
      }
      position = (await this.recognise({ ...step, inputHash: origin.inputHash }, facts.facts, origin)) ?? position;
    }
    return position;
  }

  /** For a batch found in the log: what was used before it is counted there. */
  async drawFromLog(contractId: string, revision: number, origin: EventOrigin): Promise<void> {
    const used = new Map<string, string>();
    for await (const batch of usageBatches(this.ledger, contractId, 0)) {
      if (batch.revision === revision) {
        await this.draw(batch, used, origin);
        return;
      }
      addUsedUnits(used, batch.data.records);
    }
  }

  /** Which of the records' items have prepaid units. */
  private drawingItems(contractId: string, records: readonly UsageRecord[]): Promise<ReadonlySet<string>> {
    return this.ledger.streams.contract.query(contractId, (state) => drawingItems(state, records), Number.POSITIVE_INFINITY);
  }

  private async recognise(command: RecogniseRevenue, facts: PostingFacts, origin: EventOrigin): Promise<string | null> {
    const { contractId, recognitionId } = command;
    const outcome = await this.ledger.streams.contract.decide(contractId, originFollowing(origin, recognitionId), (state) =>
      decideRecogniseRevenue(command, state, facts),
    );
    if (outcome.kind === 'unknown') {
      throw new UnknownStepOutcome(outcome.message);
    }
    if (outcome.kind === 'refused') {
      throw new Error(`prepaid units of contract ${contractId} were used and not recognised: ${outcome.refusal.code} ${outcome.refusal.message}`);
    }
    return outcome.position;
  }
}

/** Which items of the records have prepaid units on their day. */
export function drawingItems(state: ContractState, records: readonly UsageRecord[]): ReadonlySet<string> {
  const terms = usageTermsOf(signedState(state));
  const drawing = new Set<string>();
  const looked = new Set<string>();
  for (const { itemId, meter, on } of records) {
    const key = `${itemId}\u001f${on}`;
    if (meter === undefined && !looked.has(key)) {
      looked.add(key);
      const item = terms.itemOn(itemId, on);
      if (item !== undefined && drawsDown(item)) {
        drawing.add(itemId);
      }
    }
  }
  return drawing;
}

/** One step for each item and day, days in their order: so much was used in all when that day's records are counted. */
function stepsOf({ revision, data }: RecordedBatch, drawing: ReadonlySet<string>, usedBefore: UsedBefore): Omit<RecogniseRevenue, 'inputHash'>[] {
  const { contractId } = data;
  const records = data.records.filter(({ itemId, meter }) => meter === undefined && drawing.has(itemId));
  const days = [...new Set(records.map(({ on }) => on))].sort();
  const used = new Map(usedBefore);
  const steps: Omit<RecogniseRevenue, 'inputHash'>[] = [];
  for (const day of days) {
    const ofDay = records.filter(({ on }) => on === day);
    addUsedUnits(used, ofDay);
    for (const itemId of new Set(ofDay.map((record) => record.itemId))) {
      const recognitionId = `draw-down~${revision}~${itemId}~${day}`;
      steps.push({ contractId, itemId, recognitionId, cause: 'draw-down', recognisedOn: day, unitsUsed: used.get(itemId) ?? '0' });
    }
  }
  return steps;
}
