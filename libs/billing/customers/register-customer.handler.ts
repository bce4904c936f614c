import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRegisterCustomer, personalSubject, type FirstTerms, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { CustomerAnswer } from './customer.answer';
import type { FirstTermsBody } from './customer.dto';
import { RegisterCustomer } from './register-customer.command';

@CommandHandler(RegisterCustomer)
export class RegisterCustomerHandler implements ICommandHandler<RegisterCustomer> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: RegisterCustomer): Promise<CommandResult<CustomerAnswer>> {
    const { customerId, kind, country, personal, terms } = plainContent(body);
    const named = await this.nameEntities(terms ?? []);
    if ('refusal' in named) {
      return refusedResult(named.refusal);
    }
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.customer(body.customerId) });
    const command = { customerId, kind, country, personal: personal ?? {}, terms: named.terms, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.customer.decide(customerId, origin, (state) => decideRegisterCustomer(command, state), true);
    return resultOf(outcome, (answer) => answer);
  }

  private async nameEntities(given: readonly FirstTermsBody[]): Promise<{ readonly terms: FirstTerms[] } | { readonly refusal: Refusal }> {
    const terms: FirstTerms[] = [];
    for (const each of given) {
      const entity = await findEntity(this.ledger, each.entityId);
      if (!entity.ok) {
        return { refusal: entity.refusal };
      }
      terms.push({ ...each, entityId: entity.facts.entityId });
    }
    return { terms };
  }
}
