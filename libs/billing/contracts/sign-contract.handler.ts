import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { decideSignContract, type ContractAnswer as DecidedContract, type CustomerState, type SigningFacts } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import type { Outcome } from '../decisions/decision-group';
import { plainContent } from '../decisions/plain-content';
import { factsAgeMaxMilliseconds, findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { ContractAnswer } from './contract.answer';
import type { SignContractBody } from './contract.dto';
import { contractItems } from './contract-items';
import { SignContract } from './sign-contract.command';

@CommandHandler(SignContract)
export class SignContractHandler implements ICommandHandler<SignContract> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: SignContract): Promise<CommandResult<ContractAnswer>> {
    const origin = originOf(context, body);
    const decided = await this.decide(body, origin, factsAgeMaxMilliseconds);
    // A refusal may rest on facts that another node has just changed: it is only given on fresh ones.
    const outcome = decided.kind === 'refused' ? await this.decide(body, origin, 0) : decided;
    return resultOf(outcome, (answer) => answer);
  }

  private async decide(body: SignContractBody, origin: EventOrigin, ageMax: number): Promise<Outcome<DecidedContract>> {
    const entity = await findEntity(this.ledger, body.entityId ?? (await this.signedWith(body.contractId)));
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const facts = await this.factsOf(body, entityId, ageMax);
    const { items, signedOn, ...content } = plainContent(body);
    const command = { ...content, entityId, signedOn: signedOn ?? today, items: contractItems(items), inputHash: origin.inputHash };
    return this.ledger.streams.contract.decide(body.contractId, origin, (state) => decideSignContract(command, state, facts), true);
  }

  /** A contract on record keeps its legal entity, also when there are more of them by now. */
  private signedWith(contractId: string): Promise<string | undefined> {
    return this.ledger.streams.contract.query(contractId, ({ signed }) => signed?.entityId);
  }

  private async factsOf(body: SignContractBody, entityId: string, ageMax: number): Promise<SigningFacts> {
    const { streams } = this.ledger;
    const { customerId, payerCustomerId, billToCustomerId } = body;
    const customer = (id: string): Promise<CustomerState> => streams.customer.query(id, (state) => state, ageMax);
    return {
      entity: await streams.entity.query(entityId, (state) => state, ageMax),
      customer: await customer(customerId),
      ...(payerCustomerId === undefined ? {} : { payer: await customer(payerCustomerId) }),
      ...(billToCustomerId === undefined ? {} : { billTo: await customer(billToCustomerId) }),
    };
  }
}
