import { Inject, Injectable } from '@nestjs/common';
import type { EventOrigin } from '#event-store';
import {
  addUsedUnits, decideRecordUsage, streamName, usageTermsOf, type ContractState, type UsageAnswer as DecidedUsage, type UsageEvent, type UsageRecord,
} from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { findContract, postingFacts, signedState, type ContractInForce } from '../contracts/contract-facts';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import type { Outcome } from '../decisions/decision-group';
import { plainContent } from '../decisions/plain-content';
import { factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { UsageAnswer } from './usage.answer';
import type { UsageBatchBody } from './usage.dto';
import { drawingItems, UsageDrawing, type UsedBefore } from './usage-drawing';

interface Recorded {
  readonly outcome: Outcome<DecidedUsage>;
  /** What was used before the batch, where some of it has prepaid units. */
  readonly usedBefore: UsedBefore | null;
}

/** One batch of one contract: into the usage stream, and what it draws of prepaid units into the contract's. */
@Injectable()
export class UsageRecording {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly drawing: UsageDrawing,
  ) {}

  async record({ contractId, batchId, records }: UsageBatchBody, context: CommandContext): Promise<CommandResult<UsageAnswer>> {
    const content = { contractId, records: plainContent(records) };
    const origin = originOf(context, content);
    const command = { ...content, batchId: batchId ?? batchIdOf(origin), inputHash: origin.inputHash };
    const contract = await findContract(this.ledger, contractId);
    if (!contract.ok) {
      return refusedResult(contract.refusal);
    }
    const decided = await this.decide(command, contract.facts, { origin, ageMax: factsAgeMaxMilliseconds });
    // Terms may have been changed by another node a moment ago: a refusal is only given on fresh ones.
    const { outcome, usedBefore } = decided.outcome.kind === 'refused' ? await this.decide(command, contract.facts, { origin, ageMax: 0 }) : decided;
    const result = resultOf(outcome, (answer) => answer);
    if (outcome.kind !== 'accepted' || outcome.revision === null || result.kind !== 'accepted') {
      return result;
    }
    const drawn = await this.follow(contractId, outcome.events as readonly UsageEvent[], { last: outcome.revision, usedBefore, origin });
    return { ...result, writeToken: drawn ?? result.writeToken };
  }

  private async decide(
    command: { readonly contractId: string; readonly batchId: string; readonly records: readonly UsageRecord[]; readonly inputHash: string },
    contract: ContractInForce,
    { origin, ageMax }: { readonly origin: EventOrigin; readonly ageMax: number },
  ): Promise<Recorded> {
    const { contractId, records } = command;
    const { streams, usageIndex } = this.ledger;
    const stream = streamName('usage', contractId);
    const { state, draws } = await streams.contract.query(
      contractId,
      (folded): { readonly state: ContractState; readonly draws: boolean } => ({ state: folded, draws: drawingItems(folded, records).size > 0 }),
      ageMax,
    );
    const missing = draws ? await this.missingRate(contract, records) : null;
    if (missing !== null) {
      return { outcome: missing, usedBefore: null };
    }
    const facts = {
      terms: usageTermsOf(signedState(state)),
      today: contract.entity.today,
      known: (usageIds: readonly string[]) => usageIndex.find(stream, usageIds),
      knownBatch: (batchId: string) => usageIndex.findBatch(stream, batchId),
    };
    let usedBefore: UsedBefore | null = null;
    const outcome = await streams.usage.decide(contractId, origin, (usage) => {
      usedBefore = draws ? new Map(usage.used) : null;
      return decideRecordUsage(command, usage, facts);
    });
    return { outcome, usedBefore };
  }

  /** What draws on prepaid units becomes revenue on its day: without a rate for it the batch would be stuck half way. */
  private async missingRate(contract: ContractInForce, records: readonly UsageRecord[]): Promise<ReturnType<typeof refusedResult> | null> {
    for (const day of new Set(records.map(({ on }) => on))) {
      const facts = await postingFacts(this.ledger, contract, day);
      if (!facts.ok) {
        return refusedResult(facts.refusal);
      }
    }
    return null;
  }

  /** Draws prepaid units for each event of the batch, in order. @returns place of the last event written. */
  private async follow(
    contractId: string,
    events: readonly UsageEvent[],
    { last, usedBefore, origin }: { readonly last: number; readonly usedBefore: UsedBefore | null; readonly origin: EventOrigin },
  ): Promise<string | null> {
    let position: string | null = null;
    const used = new Map(usedBefore);
    for (const [index, { data }] of events.entries()) {
      const revision = last - events.length + 1 + index;
      if (usedBefore !== null) {
        position = (await this.drawing.draw({ revision, data }, used, origin)) ?? position;
        addUsedUnits(used, data.records);
      }
      this.ledger.finished.add(streamName('usage', contractId), revision);
    }
    return position;
  }
}

/** The same records are the same batch; each of them has an id of its own, so nothing else has to name it. */
const batchIdOf = ({ inputHash }: EventOrigin): string => `batch-${inputHash.slice(inputHash.indexOf(':') + 1, inputHash.indexOf(':') + 33)}`;
