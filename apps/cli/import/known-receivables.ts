import type { ExternalInvoiceRecorded, LedgerEvent } from '#ledger';
import type { LogSource } from '../log/own-events';
import type { ToldOfInvoice } from './receivables-contradiction';

/** An invoice of this source that is on record, as it was told when it was imported. */
export interface KnownReceivable extends ToldOfInvoice {
  readonly number: string;
}

/** Ends the command id of an imported invoice, so that the log remembers all that its row said. */
export const toldInCommand = ({ disputed, settledOn }: Pick<ToldOfInvoice, 'disputed' | 'settledOn'>): string =>
  `${disputed ? 'disputed' : 'undisputed'}:${settledOn ?? 'open'}`;

const told = /:(disputed|undisputed):(\d{4}-\d{2}-\d{2}|open)$/;

/**
 * The invoices of a source on record, by number. What one was told as stands in its command id; of one that came
 * another way, what the log says of its dispute and receipt by the ids an import gives them.
 */
export async function knownReceivables(
  { store, codec }: LogSource,
  source: string,
  idOf: (number: string) => string,
): Promise<ReadonlyMap<string, KnownReceivable>> {
  const collector = new KnownCollector(source);
  for await (const page of store.readAll(null, { filter: { typePrefixes: ['ExternalInvoiceRecorded', 'DisputeOpened', 'PaymentReceived'] } })) {
    for (const recorded of page) {
      const event = codec.decode(recorded);
      if (event !== null) {
        collector.take({ type: event.type, data: event.data } as LedgerEvent, event.metadata.commandId);
      }
    }
  }
  return collector.result(idOf);
}

class KnownCollector {
  private readonly invoices: (KnownReceivable & { readonly told: boolean })[] = [];
  private readonly disputes = new Set<string>();
  private readonly receipts = new Map<string, string>();

  constructor(private readonly source: string) {}

  take(fact: LedgerEvent, commandId: string): void {
    if (fact.type === 'DisputeOpened') {
      this.disputes.add(fact.data.disputeId);
    } else if (fact.type === 'PaymentReceived') {
      this.receipts.set(fact.data.paymentId, fact.data.receivedOn);
    } else if (fact.type === 'ExternalInvoiceRecorded' && fact.data.source === this.source) {
      this.invoices.push(asTold(fact.data, commandId));
    }
  }

  result(idOf: (number: string) => string): ReadonlyMap<string, KnownReceivable> {
    return new Map(
      this.invoices.map((one) => {
        const id = idOf(one.number);
        return [one.number, one.told ? one : { ...one, disputed: this.disputes.has(id), settledOn: this.receipts.get(id) ?? null }];
      }),
    );
  }
}

function asTold(invoice: ExternalInvoiceRecorded['data'], commandId: string): KnownReceivable & { readonly told: boolean } {
  const [whole, disputed, settled = 'open'] = told.exec(commandId) ?? [];
  return {
    number: invoice.documentNumber,
    customer: invoice.customerId,
    issuedOn: invoice.issueDate,
    dueOn: invoice.instalments.at(-1)?.dueDate ?? invoice.issueDate,
    amount: invoice.totals.gross,
    disputed: disputed === 'disputed',
    settledOn: settled === 'open' ? null : settled,
    told: whole !== undefined,
  };
}
