import { Inject, Injectable } from '@nestjs/common';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { accountParts, customerContact, customerPreference, entityConfiguration, leadingStep, policyVersion, type Reachable, type ReminderDue, type ReminderPolicy } from '#ledger';
import { refuseHeldMail } from '../deliveries/held-mail';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { ReminderLetter } from './reminder-channel';

/** What a claimed letter says: from the claim, the policy version it was claimed under, and the customer as known now. */
@Injectable()
export class ReminderLetters {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  /** Whether the debtor of an account can be written to by e-mail, and wants to. */
  async reachable(accountId: string): Promise<Reachable> {
    const { customerId } = accountParts(accountId);
    const byEmail = await this.ledger.streams.customer.query(customerId, (state) => {
      const preference = customerPreference(state);
      const address = preference?.personal.email ?? customerContact(state)?.personal.email ?? '';
      return preference?.channel !== 'none' && address !== '';
    });
    const held = byEmail ? await refuseHeldMail(this.ledger, customerId) : null;
    return held === null ? { byEmail } : { byEmail: false, detail: held.message };
  }

  /** Null when the letter was never claimed. */
  async find(accountId: string, reminderId: string): Promise<ReminderLetter | null> {
    const due = await this.ledger.streams.account.query(accountId, (state) => state.letters.get(reminderId)?.due ?? null);
    return due === null ? null : this.letterOf(due);
  }

  async letterOf(due: ReminderDue['data']): Promise<ReminderLetter> {
    const { accountId, currency, fee } = due;
    const { customerId, entityId } = accountParts(accountId);
    const entity = await this.ledger.streams.entity.query(entityId, (state) => ({
      language: entityConfiguration(state)?.language,
      policy: policyVersion(state, due.policyId, due.policyVersion),
    }));
    const customer = await this.ledger.streams.customer.query(customerId, (state) => ({ contact: customerContact(state)?.personal ?? {}, preference: customerPreference(state) }));
    const issued = await this.ledger.streams.account.query(
      accountId,
      ({ invoices }) => new Map(due.items.map(({ invoiceId }) => [invoiceId, invoices.get(invoiceId)?.issueDate ?? due.runDate])),
    );
    return {
      reminderId: due.reminderId,
      accountId,
      entityId,
      runDate: due.runDate,
      policy: `${due.policyId} version ${due.policyVersion}`,
      level: due.level ?? 'reminder',
      language: customer.preference?.language ?? entity.language ?? 'en',
      currency,
      ...(fee === undefined ? {} : { fee: { currency: fee.currency, amount: fee.amount } }),
      to: { customerId, name: customer.contact.name ?? '', email: customer.preference?.personal.email ?? customer.contact.email ?? '' },
      ...about(due, entity.policy, issued),
    };
  }
}

type About = Pick<ReminderLetter, 'template' | 'total' | 'items'>;

function about({ items, currency, runDate }: ReminderDue['data'], policy: ReminderPolicy | undefined, issued: ReadonlyMap<string, string>): About {
  const { digits } = knownCurrency(currency);
  const template = templatesOf(policy);
  const leading = leadingStep((policy?.steps ?? []).filter(({ step }) => items.some((item) => item.step === step)));
  return {
    template: template(leading?.step ?? items[0]?.step ?? ''),
    total: formatMinor(items.reduce((sum, { openAmount }) => sum + minorOf(openAmount, digits), 0n), digits),
    items: items.map(({ invoiceId, documentNumber, instalment, dueDate, openAmount, step }) => ({
      invoiceId, documentNumber, instalment, issueDate: issued.get(invoiceId) ?? runDate, dueDate, openAmount, step, template: template(step),
    })),
  };
}

function templatesOf(policy: ReminderPolicy | undefined): (step: string) => string {
  const templates = new Map(policy?.steps.map(({ step, template }) => [step, template]));
  return (step) => templates.get(step) ?? step;
}
