import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseFutureDay } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity, type EntityFacts } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { RevenueAnswer } from './contract.answer';
import { findContract } from './contract-facts';
import { ContractRevenue, type RecognisedOfContract, type RevenueRequest } from './contract-revenue';
import { contractsOf } from './contracts-of';
import { RecogniseRevenue } from './recognise-revenue.command';

const shownMax = 100;
/** Contracts worked on at once. */
const width = 8;

/** Each recognition has an id made from the request's: stopped half way, the same request goes on where it stopped. */
@CommandHandler(RecogniseRevenue)
export class RecogniseRevenueHandler implements ICommandHandler<RecogniseRevenue> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly revenue: ContractRevenue,
  ) {}

  async execute({ body, context }: RecogniseRevenue): Promise<CommandResult<RevenueAnswer>> {
    const { requestId, contractId, through, rate } = body;
    const origin = originOf(context, body);
    const request = { requestId, through, origin, ...(rate === undefined ? {} : { rate }) };
    if (contractId !== undefined) {
      return this.one(contractId, request);
    }
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const future = refuseFutureDay('through', through, entity.facts.today);
    return future === undefined ? this.all(entity.facts, request) : refusedResult(future);
  }

  private async one(contractId: string, request: RevenueRequest): Promise<CommandResult<RevenueAnswer>> {
    const contract = await findContract(this.ledger, contractId);
    if (!contract.ok) {
      return refusedResult(contract.refusal);
    }
    const future = refuseFutureDay('through', request.through, contract.facts.entity.today);
    if (future !== undefined) {
      return refusedResult(future);
    }
    const done = await this.revenue.recognise(contractId, request);
    return done.refusal === undefined ? accepted(request.through, [done]) : refusedResult(done.refusal);
  }

  /** The rate of the body is one contract's; here each currency has the recorded one. */
  private async all({ entityId }: EntityFacts, { rate: _rate, ...request }: RevenueRequest): Promise<CommandResult<RevenueAnswer>> {
    const contracts = contractsOf(this.ledger, entityId);
    const done: RecognisedOfContract[] = [];
    const worker = async (): Promise<void> => {
      for (let next = await contracts.next(); next.done !== true; next = await contracts.next()) {
        done.push(await this.revenue.recognise(next.value, request));
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
    return accepted(request.through, done);
  }
}

function accepted(through: string, done: readonly RecognisedOfContract[]): CommandResult<RevenueAnswer> {
  const items = done.flatMap(({ recognised }) => recognised);
  const refused = done.flatMap(({ contractId, refusal }) => (refusal === undefined ? [] : [{ contractId, code: refusal.code, message: refusal.message }]));
  const positions = done.flatMap(({ position }) => position ?? []).sort();
  return {
    kind: 'accepted',
    answer: { through, contracts: done.length, recognised: items.length, items: items.slice(0, shownMax), refused: refused.slice(0, shownMax) },
    // Positions of one log sort as text.
    writeToken: positions.at(-1) ?? null,
    repeated: done.length > 0 && positions.length === 0 && items.length > 0,
  };
}
