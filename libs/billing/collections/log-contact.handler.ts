import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountParts, decideLogContact, findInvoice, personalSubject, refusal } from '#ledger';
import { nameOf } from '../accounts/named-items';
import type { CommandResult } from '../command-context';
import { personalOrigin } from '../decisions/personal-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { findAccount } from '../payments/find-payer';
import type { ContactLoggedAnswer } from './collection.answer';
import { LogContact } from './log-contact.command';

@CommandHandler(LogContact)
export class LogContactHandler implements ICommandHandler<LogContact> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: LogContact): Promise<CommandResult<ContactLoggedAnswer>> {
    const { person, note, invoices, ...said } = plainContent(body);
    const { accountId } = said;
    const entity = await findEntity(this.ledger, accountParts(accountId).entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const account = await findAccount(this.ledger, entity.facts.entityId, { accountId });
    if (typeof account !== 'string') {
      return refusedResult(account);
    }
    const names = (invoices ?? []).map(nameOf);
    const ids = await this.ledger.streams.account.query(accountId, (state) => names.map((name) => findInvoice(state, name)?.invoiceId ?? null));
    const unknown = names[ids.indexOf(null)];
    if (unknown !== undefined) {
      return refusedResult(refusal('not-found', 'CONTACT.UNKNOWN_INVOICE', `Invoice ${unknown} is not in account ${accountId}; name invoices the account owes.`, { accountId, invoiceId: unknown }));
    }
    const invoiceIds = ids.flatMap((id) => id ?? []);
    const origin = personalOrigin(this.ledger.codec, context, body, { subject: personalSubject.account(accountId), fields: ['person', 'note'] });
    const contact = {
      ...said, ...(invoiceIds.length === 0 ? {} : { invoiceIds }), inputHash: origin.inputHash, today: entity.facts.today,
      personal: { ...(person === undefined ? {} : { person }), note },
    };
    const outcome = await this.ledger.streams.collection.decide(accountId, origin, (state) => decideLogContact(contact, state));
    return resultOf(outcome, (answer) => ({ accountId, ...answer }));
  }
}
