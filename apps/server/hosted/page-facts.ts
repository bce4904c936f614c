import { Inject, Injectable } from '@nestjs/common';
import type { LinkClaims } from '#delivery';
import {
  accountParts,
  customerContact,
  customerFold,
  customerPreference,
  dayInZone,
  entityConfiguration,
  entityFold,
  type CustomerState,
  type EntityConfiguration,
  type CreditNoteIssued,
  type EntityState,
  type InvoiceIssued,
} from '#ledger';
import { formatMinor, knownCurrency, minorOf } from '#money';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { EventReader } from '../queries/event-reader';
import { StreamReader } from '../queries/stream-reader';

type Item = Awaited<ReturnType<LedgerAccess['lookups']['accountItems']>>[number];

export interface ShownInvoice {
  readonly invoiceId: string;
  /** What its event froze; nothing of it is looked up anew. */
  readonly data: InvoiceIssued['data'];
  /** What is left to be paid. */
  readonly open: string;
  readonly settled: boolean;
  /** Payments at hand settle the whole of it, the last of them from this day on; null: they do not. */
  readonly settledFrom: string | null;
  readonly disputed: boolean;
  /** Number of the credit note that cancelled it; null: none did. */
  readonly cancelledBy: string | null;
}

/** A credit note that the link names. */
export type ShownCreditNote = Pick<NonNullable<Awaited<ReturnType<LedgerAccess['lookups']['findCreditNote']>>>, 'creditNoteId' | 'documentNumber' | 'issueDate' | 'gross' | 'currency'>;

/** What the holder of a link may see. */
export interface PageFacts {
  readonly claims: LinkClaims;
  readonly entity: EntityConfiguration;
  /** How the entity looked when it issued the document. */
  readonly branding: EntityConfiguration['branding'];
  readonly language: string | undefined;
  /** Today where the legal entity is. */
  readonly today: string;
  readonly invoice: ShownInvoice | null;
  readonly creditNote: ShownCreditNote | null;
  /** Open invoices of the account with what payments at hand leave of them to be paid; of a walk-in customer only the document's own: the account is shared by strangers. */
  readonly items: readonly Item[];
  /** The account belongs to one customer, so that all of it may be shown. */
  readonly whole: boolean;
}

/** As it was when the document was issued. */
function brandingOf(state: EntityState, invoice: ShownInvoice | null): EntityConfiguration['branding'] {
  const frozen = invoice?.data.profileRevision;
  return frozen === undefined ? undefined : entityConfiguration(state, frozen)?.branding;
}

const isSomething = (amount: string): boolean => /[1-9]/.test(amount);

/** A post-dated cheque is not asked for twice. */
function leftToPay({ open, currency, postDated = [] }: Pick<Item, 'open' | 'currency' | 'postDated'>): string {
  const { digits } = knownCurrency(currency);
  return formatMinor(postDated.reduce((left, { amount }) => left - minorOf(amount, digits), minorOf(open, digits)), digits);
}

const languageOf = (customer: CustomerState, invoice: ShownInvoice | null): string | undefined => customerPreference(customer)?.language ?? invoice?.data.language;

/** Reads for a verified link what it shows, and never anything of another account. */
@Injectable()
export class PageReader {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly streams: StreamReader,
    private readonly events: EventReader,
  ) {}

  /** Null when what the link names is not there, or is another's. */
  async read(claims: LinkClaims): Promise<PageFacts | null> {
    const { accountId } = claims;
    const { entityId, customerId } = accountParts(accountId);
    const entities = await this.streams.fold('entity', entityId, entityFold);
    const customers = await this.streams.fold('customer', customerId, customerFold);
    if (entities === null || customers === null) {
      return null;
    }
    const customer = customers.state;
    const [entity, contact] = [entityConfiguration(entities.state), customerContact(customer)];
    if (entity === undefined || contact === undefined) {
      return null;
    }
    const whole = contact.kind !== 'walk-in';
    const named = await this.named(claims);
    if (named === 'foreign' || (named.invoice === null && named.creditNote === null && !whole)) {
      return null;
    }
    const { invoice, creditNote } = named;
    const open = (await this.ledger.lookups.accountItems(accountId, { openOnly: true })).filter(({ kind }) => kind === 'invoice').map((item) => ({ ...item, open: leftToPay(item) }));
    return {
      claims, entity, invoice, creditNote, whole, branding: brandingOf(entities.state, invoice) ?? entity.branding,
      language: languageOf(customer, invoice) ?? entity.language,
      today: dayInZone(this.ledger.now(), entity.timeZone),
      items: (whole ? open : open.filter(({ documentId }) => documentId === invoice?.invoiceId)).filter(({ open: left }) => isSomething(left)),
    };
  }

  /** What became of an invoice: whether more disputes were opened than resolved, and the number of the credit note that cancelled it. */
  private async fate(invoiceId: string): Promise<Pick<ShownInvoice, 'disputed' | 'cancelledBy'>> {
    let open = 0;
    let cancelledBy: string | null = null;
    for (let after: number | null = null; ; ) {
      const page = await this.ledger.lookups.eventsOf({ invoiceId }, after === null ? {} : { after });
      for (const { type, stream, revision, sequence } of page.items) {
        open += type === 'DisputeOpened' ? 1 : type === 'DisputeResolved' ? -1 : 0;
        if (type === 'CreditNoteIssued') {
          const { cancelsInvoiceId, documentNumber } = (await this.events.at(stream, revision, sequence)).data as CreditNoteIssued['data'];
          cancelledBy = cancelsInvoiceId === invoiceId ? documentNumber : cancelledBy;
        }
      }
      if (page.next === null) {
        return { disputed: open > 0, cancelledBy };
      }
      after = page.next;
    }
  }

  /** The document that the link names. */
  private async named(claims: LinkClaims): Promise<Pick<PageFacts, 'invoice' | 'creditNote'> | 'foreign'> {
    const [invoice, creditNote] = [claims.kind === 'invoice' ? await this.invoice(claims) : null, claims.kind === 'credit-note' ? await this.creditNote(claims) : null];
    return invoice === 'foreign' || creditNote === 'foreign' ? 'foreign' : { invoice, creditNote };
  }

  private async creditNote({ accountId, documentId }: LinkClaims): Promise<ShownCreditNote | 'foreign'> {
    const record = documentId === undefined ? undefined : await this.ledger.lookups.findCreditNote(documentId);
    return record === undefined || record.accountId !== accountId ? 'foreign' : record;
  }

  private async invoice({ accountId, documentId }: LinkClaims): Promise<ShownInvoice | 'foreign' | null> {
    const record = documentId === undefined ? undefined : await this.ledger.lookups.findInvoice(documentId);
    if (record === undefined || record.accountId !== accountId) {
      return 'foreign';
    }
    if (record.origin !== 'register') {
      return null;
    }
    const { data } = await this.events.at(record.stream, record.revision, record.sequence);
    const open = leftToPay(record);
    const settled = record.state === 'settled';
    return {
      invoiceId: record.invoiceId, data: data as InvoiceIssued['data'], open, settled, ...(await this.fate(record.invoiceId)),
      settledFrom: settled || isSomething(open) ? null : (record.postDated?.at(-1)?.on ?? null),
    };
  }
}
