import { minorOf } from '#money';
import { currencyDigits, type CustomerEvent, type LedgerEvent } from '#ledger';
import type { LedgerFact, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { KeyedRows } from '../store/keyed-rows';
import { accountHoldTable, customerTable, reminderItemTable, reminderSkipTable, reminderTable } from './tables';

type PersonalFields = Extract<CustomerEvent, { type: 'CustomerRegistered' }>['data']['personal'];

const personalColumns = (personal: PersonalFields): Record<string, string> => ({
  name: personal.name ?? '', email: personal.email ?? '', phone: personal.phone ?? '', street: personal.street ?? '',
  city: personal.city ?? '', postal_code: personal.postalCode ?? '', tax_id: personal.taxId ?? '',
});

/** Rows of customers, account holds and reminders. */
export class PeopleRows {
  readonly #customers: KeyedRows;
  readonly #holds: KeyedRows;
  readonly #reminders: KeyedRows;
  readonly #reminderItems: KeyedRows;
  readonly #skips: KeyedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.#customers = new KeyedRows(dialect, customerTable, generation);
    this.#holds = new KeyedRows(dialect, accountHoldTable, generation);
    this.#reminders = new KeyedRows(dialect, reminderTable, generation);
    this.#reminderItems = new KeyedRows(dialect, reminderItemTable, generation);
    this.#skips = new KeyedRows(dialect, reminderSkipTable, generation);
  }

  all(): KeyedRows[] {
    return [this.#customers, this.#holds, this.#reminders, this.#reminderItems, this.#skips];
  }

  apply({ event, sequence }: LedgerFact): void {
    switch (event.type) {
      case 'CustomerRegistered': {
        const { customerId, kind, country, personal } = event.data;
        return this.#customers.insert({ customer_id: customerId, kind, country, ...personalColumns(personal), sequence });
      }
      case 'ContactChanged': {
        const { customerId, country, personal } = event.data;
        return this.#customers.set([customerId], { country, ...personalColumns(personal) });
      }
      case 'AccountHeld': {
        const { accountId, heldOn, reason } = event.data;
        return this.#holds.set([accountId], { held: 1, since_day: dayNumber(heldOn), reason, sequence });
      }
      case 'AccountReleased': {
        const { accountId, releasedOn, reason } = event.data;
        return this.#holds.set([accountId], { held: 0, since_day: dayNumber(releasedOn), reason, sequence });
      }
      default:
        return this.#reminder(event, sequence);
    }
  }

  #reminder(event: LedgerEvent, sequence: number): void {
    switch (event.type) {
      case 'ReminderDue':
        return this.#due(event.data, sequence);
      case 'ReminderSent':
        return this.#reminders.set([event.data.reminderId], { state: 'sent', detail: event.data.receipt });
      case 'ReminderFailed':
        return this.#reminders.set([event.data.reminderId], { state: 'failed', detail: event.data.reason });
      case 'ReminderWithdrawn':
        return this.#reminders.set([event.data.reminderId], { state: 'withdrawn', detail: event.data.reason });
      case 'ReminderBounced':
        return this.#reminders.set([event.data.reminderId], { state: 'bounced', detail: event.data.reason });
      case 'ReminderSkipped': {
        const { accountId, invoiceId, instalment, policyId, policyVersion, step, runDate, why, detail } = event.data;
        return this.#skips.insert({
          sequence, account_id: accountId, invoice_id: invoiceId, instalment, policy_id: policyId, policy_version: policyVersion, step,
          run_day: dayNumber(runDate), why, detail,
        });
      }
      default:
    }
  }

  #due(data: Extract<LedgerEvent, { type: 'ReminderDue' }>['data'], sequence: number): void {
    const { reminderId, currency } = data;
    this.#reminders.insert({
      reminder_id: reminderId, account_id: data.accountId, run_day: dayNumber(data.runDate), policy_id: data.policyId,
      policy_version: data.policyVersion, channel: data.channel, currency, state: 'due', sequence,
    });
    for (const [index, item] of data.items.entries()) {
      this.#reminderItems.insert({
        reminder_id: reminderId, line: index + 1, invoice_id: item.invoiceId, instalment: item.instalment,
        document_number: item.documentNumber, due_day: dayNumber(item.dueDate),
        open_amount: minorOf(item.openAmount, currencyDigits(currency)), step: item.listed === true ? '' : item.step,
      });
    }
  }
}
