import {
  customerContact, customerFold, customerPreference, entityConfiguration, entityFold, notFoundCodes, refusal, streamName, type Category, type Checked, type CreditNoteIssued, type CustomerEvent,
  type DomainEvent, type EntityConfiguration, type EntityEvent, type InvoiceIssued, type SoughtThing, type StreamFold,
} from '#ledger';
import type { DocumentProfile, Addressee, ReferredInvoice } from '#documents';
import type { Ledger } from '../ledger/ledger';

/** What documents are read from. */
export type DocumentSource = Pick<Ledger, 'store' | 'codec' | 'lookups' | 'reports'>;

export const passed = <Value>(value: Value): Checked<Value> => ({ ok: true, value });

export const notFound = (what: SoughtThing, id: string): { readonly ok: false; readonly refusal: ReturnType<typeof refusal> } => ({
  ok: false,
  refusal: refusal('not-found', notFoundCodes[what], `there is no ${what} ${JSON.stringify(id.slice(0, 80))}. Check the id, or the number as printed.`, {
    id: id.slice(0, 200),
  }),
});

/** Reads the facts that documents are made of, straight from the log. */
export class DocumentFacts {
  /** @param knownAt sequence: what was recorded later is not known. Absent: everything is. */
  constructor(
    private readonly source: DocumentSource,
    readonly knownAt?: number,
  ) {}

  /** The same facts as they were known at a sequence. */
  asKnownAt(knownAt: number | undefined): DocumentFacts {
    return new DocumentFacts(this.source, knownAt);
  }

  /** @throws Error when the log has no such event there: the read models would be of another log. */
  async eventAt<Event extends DomainEvent>(stream: string, revision: number, type: Event['type']): Promise<Event['data']> {
    for await (const recorded of this.source.store.readStream(stream, { from: revision, maxCount: 1 })) {
      const stored = this.source.codec.decode(recorded);
      if (stored?.type === type && stored.revision === revision) {
        return stored.data;
      }
    }
    throw new Error(`${stream} holds no ${type} at revision ${revision}; run \`daybook verify\``);
  }

  /** The legal entity as the document bears it: at the revision it froze, by default as it is known. */
  async configuration(entityId: string, revision?: number): Promise<EntityConfiguration> {
    const found = await this.knownConfiguration(entityId, revision);
    if (found === undefined) {
      throw new Error(`legal entity ${entityId} has no configuration at revision ${revision ?? 'last known'}; run \`daybook verify\``);
    }
    return found;
  }

  /** Undefined when the legal entity was not configured by then. */
  async knownConfiguration(entityId: string, revision?: number): Promise<EntityConfiguration | undefined> {
    const state = await this.fold<ReturnType<typeof entityFold.initial>, EntityEvent>('entity', entityId, entityFold);
    return state.revision < 0 ? undefined : entityConfiguration(state, revision ?? state.revision);
  }

  /** A document issued before profiles were frozen bears no branding. */
  async profileOf({ entityId, profileRevision }: Pick<InvoiceIssued['data'], 'entityId' | 'profileRevision'>): Promise<DocumentProfile> {
    if (profileRevision !== undefined) {
      return this.configuration(entityId, profileRevision);
    }
    const { branding: _branding, ...plain } = await this.configuration(entityId, 0);
    return plain;
  }

  /** The customer as known, and the language they asked for. Undefined when there is none. */
  async addressee(customerId: string): Promise<{ readonly customer: Addressee; readonly language: string | undefined } | undefined> {
    const state = await this.fold<ReturnType<typeof customerFold.initial>, CustomerEvent>('customer', customerId, customerFold);
    const contact = customerContact(state);
    if (contact === undefined) {
      return undefined;
    }
    const { country, personal } = contact;
    return { customer: { customerId, country, personal }, language: customerPreference(state)?.language };
  }

  /** The invoices that a document names by id, with the numbers they are known under; those issued elsewhere included. */
  async referred(ids: Iterable<string | undefined>): Promise<readonly ReferredInvoice[]> {
    const referred: ReferredInvoice[] = [];
    for (const id of new Set(ids)) {
      const record = id === undefined ? undefined : await this.source.lookups.findInvoice(id);
      if (record !== undefined) {
        const { invoiceId, documentNumber, issueDate, origin } = record;
        const taxNotes = origin === 'register' ? notesOf(await this.eventAt<InvoiceIssued>(record.stream, record.revision, 'InvoiceIssued')) : [];
        referred.push({ invoiceId, documentNumber, issueDate, taxNotes });
      }
    }
    return referred;
  }

  invoiceAt(stream: string, revision: number): Promise<InvoiceIssued['data']> {
    return this.eventAt<InvoiceIssued>(stream, revision, 'InvoiceIssued');
  }

  creditNoteAt(stream: string, revision: number): Promise<CreditNoteIssued['data']> {
    return this.eventAt<CreditNoteIssued>(stream, revision, 'CreditNoteIssued');
  }

  private async fold<State, Event extends DomainEvent>(category: Category, id: string, fold: StreamFold<State, Event>): Promise<State> {
    let state = fold.initial();
    const stream = streamName(category, id);
    const last = await this.lastKnown(stream);
    if (last === null) {
      return state;
    }
    for await (const recorded of this.source.store.readStream(stream, last === undefined ? {} : { maxCount: last + 1 })) {
      const stored = this.source.codec.decode(recorded);
      if (stored !== null) {
        // The category says which family's events its streams hold.
        state = fold.evolve(state, { type: stored.type, data: stored.data } as Event, stored.revision, stored.metadata.inputHash);
      }
    }
    return state;
  }

  /** The last revision of a stream that is known; null: none is; undefined: all are. */
  private async lastKnown(stream: string): Promise<number | null | undefined> {
    if (this.knownAt === undefined) {
      return undefined;
    }
    const { items } = await this.source.lookups.eventsOf({ stream }, { oldestFirst: false, after: this.knownAt + 1, limit: 1 });
    return items[0]?.revision ?? null;
  }
}

const notesOf = ({ lines }: InvoiceIssued['data']): NonNullable<ReferredInvoice['taxNotes']> =>
  lines.flatMap(({ taxCategory, taxNote }) => (taxNote === undefined ? [] : [{ category: taxCategory, note: taxNote }]));
