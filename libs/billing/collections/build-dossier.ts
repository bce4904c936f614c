import { strToU8, zipSync } from 'fflate';
import type { StoredEvent } from '#event-store';
import { formatMinor, knownCurrency } from '#money';
import {
  accountFold, accountParts, streamName, type AccountEvent, type AccountState, type HandedToCollections, type OpenItem,
} from '#ledger';
import type { CustomerRecord, Lookups } from '#read-models';
import { safeFileName, type DocumentDesk } from '../documents';
import { historyEntry, type HistoryEntry } from './dossier-history';
import { streamEvents, type LogSource } from './fold-stream';

export interface DossierSource extends LogSource {
  readonly lookups: Pick<Lookups, 'eventsOf' | 'findCustomer'>;
  /** Prints an invoice. Absent, or refused for one issued elsewhere: what its event says goes in instead. */
  readonly desk?: Pick<DocumentDesk, 'invoice'>;
}

export interface Dossier {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** ZIP holds no date before 1980; every file bears the first, so that the same dossier is the same bytes. */
const fileDate = new Date(1980, 0, 1);

/**
 * Everything an agency needs of a hand-over, as known when it was recorded: nothing that came later changes it. The
 * debtor's own data are as they are now; erased, they are gone here too. Null: there is no such hand-over.
 */
export async function buildDossier(source: DossierSource, accountId: string, handoverId: string): Promise<Dossier | null> {
  const found = await untilHandOver(source, accountId, handoverId);
  if (found === null) {
    return null;
  }
  const { handed, state, history } = found;
  const { customerId, entityId } = accountParts(accountId);
  const debtor = { customerId, ...debtorOf(await source.lookups.findCustomer(customerId)) };
  const statement = handed.items.map((part) => itemStatement(state, part));
  const files: Record<string, Uint8Array> = {
    'dossier.json': json({ entityId, accountId, debtor, handOver: handed, statement, history }),
    'dossier.txt': strToU8(readable({ debtor: Object.values(debtor).filter((text) => text !== ''), handed, statement, history })),
  };
  for (const invoiceId of new Set(handed.items.map(({ invoiceId: id }) => id))) {
    const { name, bytes } = await documentOf(source, state, invoiceId);
    files[`documents/${name}`] = bytes;
  }
  const bytes = zipSync(files, { level: 6, mtime: fileDate, os: 3 });
  return { fileName: `dossier-${safeFileName(handoverId)}.zip`, bytes };
}

/** As they are known now. */
function debtorOf(customer: CustomerRecord | undefined): Readonly<Record<string, string>> {
  if (customer === undefined) {
    return {};
  }
  const { name, email, phone, street, postalCode, city, country } = customer;
  return { name, email, phone, street, postalCode, city, country };
}

type Happened = Pick<StoredEvent, 'type' | 'data' | 'revision'>;

interface Found {
  readonly handed: HandedToCollections['data'];
  readonly state: AccountState;
  readonly history: readonly HistoryEntry[];
}

/** The account as it stood with the hand-over, and what had happened by then, in the order of the log. */
async function untilHandOver(source: DossierSource, accountId: string, handoverId: string): Promise<Found | null> {
  let state = accountFold.initial();
  const events: Happened[] = [];
  for await (const { type, data, revision, metadata } of streamEvents(source, 'account', accountId)) {
    state = accountFold.evolve(state, { type, data } as AccountEvent, revision, metadata.inputHash);
    events.push({ type, data, revision });
    const handed = type === 'HandedToCollections' ? (data as HandedToCollections['data']) : null;
    if (handed?.handoverId === handoverId) {
      return { handed, state, history: await historyOf(source, accountId, handed, events) };
    }
  }
  return null;
}

async function historyOf(
  source: DossierSource,
  accountId: string,
  handed: HandedToCollections['data'],
  events: readonly Happened[],
): Promise<HistoryEntry[]> {
  const sequences = await sequencesOf(source, streamName('account', accountId));
  const until = sequences.get(events[events.length - 1]?.revision ?? -1) ?? 0;
  const placed = events.map((event) => ({ event, sequence: sequences.get(event.revision) ?? 0 }));
  const recorded = await sequencesOf(source, streamName('collection', accountId));
  for await (const event of streamEvents(source, 'collection', accountId)) {
    const sequence = recorded.get(event.revision) ?? Number.POSITIVE_INFINITY;
    if (sequence <= until) {
      placed.push({ event, sequence });
    }
  }
  placed.sort((left, right) => left.sequence - right.sequence);
  return placed.flatMap(({ event }) => historyEntry(event, handed.items) ?? []);
}

async function sequencesOf({ lookups }: DossierSource, stream: string): Promise<Map<number, number>> {
  const sequences = new Map<number, number>();
  for (let after: number | undefined; ; ) {
    const page = await lookups.eventsOf({ stream }, { limit: 1000, ...(after === undefined ? {} : { after }) });
    page.items.forEach(({ revision, sequence }) => sequences.set(revision, sequence));
    if (page.next === null) {
      return sequences;
    }
    after = page.next;
  }
}

interface ItemStatement {
  readonly documentNumber: string;
  readonly instalment: number;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly currency: string;
  readonly handedOver: string;
  readonly movements: readonly { readonly date: string; readonly amount: string; readonly open: string }[];
}

function itemStatement(state: AccountState, part: HandedToCollections['data']['items'][number]): ItemStatement {
  const item = state.invoices.get(part.invoiceId)?.items.find(({ instalment }) => instalment === part.instalment);
  if (item === undefined) {
    throw new Error(`invoice ${part.invoiceId} was handed over and never entered; run \`daybook verify\``);
  }
  const { documentNumber, instalment, issueDate, dueDate, currency } = item;
  return { documentNumber, instalment, issueDate, dueDate, currency, handedOver: part.amount, movements: movementsOf(item) };
}

function movementsOf({ timeline, currency }: OpenItem): ItemStatement['movements'] {
  const { digits } = knownCurrency(currency);
  let open = 0n;
  return timeline.days.map((date, index) => {
    const amount = timeline.amounts[index] ?? 0n;
    open += amount;
    return { date, amount: formatMinor(amount, digits), open: formatMinor(open, digits) };
  });
}

async function documentOf(source: DossierSource, state: AccountState, invoiceId: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const invoice = state.invoices.get(invoiceId);
  const name = safeFileName(invoice?.documentNumber ?? invoiceId);
  const printed = await source.desk?.invoice(invoiceId);
  if (printed?.ok === true) {
    return { name: printed.value.fileName, bytes: printed.value.bytes };
  }
  const register = invoice?.register ?? null;
  if (register !== null) {
    for await (const recorded of source.store.readStream(streamName('invoices', register.seriesId), { from: register.revision, maxCount: 1 })) {
      const stored = source.codec.decode(recorded);
      if (stored !== null) {
        return { name: `${name}.json`, bytes: json(stored.data) };
      }
    }
  }
  return { name: `${name}.json`, bytes: json({ documentNumber: invoice?.documentNumber, invoiceId, issuedElsewhere: true }) };
}

interface Readable {
  readonly debtor: readonly string[];
  readonly handed: HandedToCollections['data'];
  readonly statement: readonly ItemStatement[];
  readonly history: readonly HistoryEntry[];
}

function readable({ debtor, handed, statement, history }: Readable): string {
  const lines = [
    `Hand-over ${handed.handoverId} of ${handed.handedOverOn} to ${handed.agency}`,
    `Reason: ${handed.reason}`,
    '', 'Debtor', ...debtor.map((text) => `  ${text}`),
    '', 'Claims',
    ...statement.flatMap((item) => [
      `  ${item.documentNumber} of ${item.issueDate}, instalment ${item.instalment}, due ${item.dueDate}: ${item.handedOver} ${item.currency}`,
      ...item.movements.map(({ date, amount, open }) => `    ${date} ${amount.padStart(14)} open ${open.padStart(14)}`),
    ]),
    '', 'History', ...history.map(({ date, kind, text }) => `  ${date.padEnd(10)} ${kind.padEnd(9)} ${text}`), '',
  ];
  return lines.join('\n');
}

const json = (value: unknown): Uint8Array => strToU8(`${JSON.stringify(value, null, 2)}\n`);
