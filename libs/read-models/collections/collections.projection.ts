import type { Kysely } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits, type LedgerEvent } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { ErasedRows } from '../store/erased-rows';
import { KeyedRows } from '../store/keyed-rows';
import { collectionTables, contactTable, handOverTable, noDay, promiseTable } from './tables';

const interests: readonly LedgerEvent['type'][] = ['ContactLogged', 'PromiseGiven', 'PromiseWithdrawn', 'HandedToCollections', 'RecalledFromCollections', 'PersonalRecordsErased'];

const dayOr = (day: string | undefined): number => (day === undefined ? noDay : dayNumber(day));

class CollectionsWriter implements ProjectionWriter {
  readonly #contacts: KeyedRows;
  readonly #promises: KeyedRows;
  readonly #handOvers: KeyedRows;
  readonly #erased: ErasedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.#contacts = new KeyedRows(dialect, contactTable, generation);
    this.#promises = new KeyedRows(dialect, promiseTable, generation);
    this.#handOvers = new KeyedRows(dialect, handOverTable, generation);
    this.#erased = new ErasedRows(generation, [{ kind: 'contact', table: contactTable, id: 'account_id', columns: ['person', 'note'] }]);
  }

  async load(): Promise<void> {
    for (const rows of this.#all()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Later facts change rows by key; nothing is read first.
  }

  apply({ event, sequence }: LedgerFact): void {
    this.#erased.apply(event);
    switch (event.type) {
      case 'ContactLogged': {
        const { accountId, contactId, contactedOn, channel, direction, outcome, followUpOn, invoiceIds, personal } = event.data;
        return this.#contacts.insert({
          account_id: accountId, contact_id: contactId, contacted_day: dayNumber(contactedOn), channel, direction, outcome, follow_up_day: dayOr(followUpOn),
          invoices: JSON.stringify(invoiceIds ?? []), person: personal.person ?? '', note: personal.note, sequence,
        });
      }
      case 'PromiseGiven': {
        const { accountId, promiseId, givenOn, promisedFor, currency, amount, invoiceIds, contactId } = event.data;
        return this.#promises.insert({
          account_id: accountId, promise_id: promiseId, given_day: dayNumber(givenOn), promised_day: dayNumber(promisedFor), currency,
          amount: minorOf(amount, currencyDigits(currency)), invoices: JSON.stringify(invoiceIds ?? []), contact_id: contactId ?? '', withdrawn_day: noDay, sequence,
        });
      }
      case 'PromiseWithdrawn': {
        const { accountId, promiseId, withdrawnOn, reason } = event.data;
        return this.#promises.set([accountId, promiseId], { withdrawn_day: dayNumber(withdrawnOn), withdrawn_why: reason });
      }
      default:
        return this.#handOver(event, sequence);
    }
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#all()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #handOver(event: LedgerEvent, sequence: number): void {
    switch (event.type) {
      case 'HandedToCollections': {
        const { accountId, handoverId, agency, handedOverOn, currency, items, reason, overridden } = event.data;
        const digits = currencyDigits(currency);
        return this.#handOvers.insert({
          account_id: accountId, handover_id: handoverId, agency, handed_day: dayNumber(handedOverOn), currency, reason, overridden: overridden === true ? 1 : 0,
          amount: items.reduce((sum, { amount }) => sum + minorOf(amount, digits), 0n), invoices: JSON.stringify([...new Set(items.map(({ invoiceId }) => invoiceId))]),
          recalled_day: noDay, sequence,
        });
      }
      case 'RecalledFromCollections': {
        const { accountId, handoverId, recalledOn, reason } = event.data;
        return this.#handOvers.set([accountId, handoverId], { recalled_day: dayNumber(recalledOn), recalled_why: reason });
      }
      default:
    }
  }

  #all(): { forget(): void; flush(db: Kysely<unknown>): Promise<unknown> }[] {
    return [this.#contacts, this.#promises, this.#handOvers, this.#erased];
  }
}

/** What was said with debtors, what they promised, and what an agency has; letters and skips stand in `documents`. */
export const collections: Projection = {
  name: 'collections',
  version: 1,
  tables: collectionTables,
  interests: new Set(interests),
  writer: (context) => new CollectionsWriter(context),
};
