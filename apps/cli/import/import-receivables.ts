import { createHash } from 'node:crypto';
import { OpenDispute, ReceivePayment, RecordExternalInvoice, RegisterCustomer } from '#billing';
import { accountIdOf, type Refusal } from '#ledger';
import { contextsOf, settle, type CommandSink } from '../command-runner';
import type { LogSource } from '../log/own-events';
import { batchSize } from './document-batches';
import type { ImportRun } from './import-sales';
import { knownReceivables, toldInCommand, type KnownReceivable } from './known-receivables';
import type { LineProblem } from './line-problem';
import { contradictionOf } from './receivables-contradiction';
import type { ExternalItem, ReceivablesFile } from './receivables-file';

/** What the file does not say. */
export interface ReceivablesMapping {
  readonly entityId: string;
  readonly currency: string;
  readonly rate?: string;
  /** The system the invoices come from; a number is unique within it. */
  readonly source: string;
  readonly mode: 'history' | 'opening';
  /** Today where the legal entity is: nothing has happened after it. */
  readonly today: string;
}

/** What was new in the file, and how many of its invoices were on record before, saying the same. */
export interface ReceivablesImport {
  readonly customers: number;
  readonly recorded: number;
  readonly known: number;
  readonly payments: number;
  readonly disputes: number;
  readonly refused: readonly LineProblem[];
}

/**
 * Imports invoices issued elsewhere, each with its dispute and its settlement. Running it again does nothing twice; a row
 * that says something else of an invoice on record is without any effect.
 */
export async function importReceivables(
  ledger: CommandSink & LogSource,
  file: ReceivablesFile,
  mapping: ReceivablesMapping,
  { run, onProgress }: ImportRun,
): Promise<ReceivablesImport> {
  const known = await knownReceivables(ledger, mapping.source, (number) => itemIdOf(mapping.source, number));
  const importer = new ReceivablesImporter(ledger, mapping, run, known);
  for (let start = 0; start < file.items.length; start += batchSize) {
    const batch = file.items.slice(start, start + batchSize);
    await importer.take(batch);
    onProgress(start + batch.length);
  }
  return importer.tally;
}

interface Recorded {
  readonly item: ExternalItem;
  readonly invoiceId: string;
}

class ReceivablesImporter {
  readonly tally = { customers: 0, recorded: 0, known: 0, payments: 0, disputes: 0, refused: [] as LineProblem[] };
  private readonly seen = new Set<string>();
  private readonly context: ReturnType<typeof contextsOf>;

  constructor(
    private readonly sink: CommandSink,
    private readonly mapping: ReceivablesMapping,
    run: string,
    private readonly known: ReadonlyMap<string, KnownReceivable>,
  ) {
    this.context = contextsOf('import', run);
  }

  /** Customers, invoices, disputes, receipts: each kind waits for the one it builds on. */
  async take(all: readonly ExternalItem[]): Promise<void> {
    const items = all.filter((item) => this.isPossible(item));
    const fresh = [...new Set(items.map((item) => item.customer))].filter((customer) => !this.seen.has(customer));
    await Promise.all(fresh.map((customer) => this.register(customer)));
    const recorded = (await Promise.all(items.map((item) => this.record(item)))).filter((one) => one !== null);
    await Promise.all(recorded.filter(({ item }) => item.disputed).map((one) => this.dispute(one)));
    await Promise.all(recorded.filter(({ item }) => item.settledOn !== null).map((one) => this.pay(one)));
  }

  /** Rows that nothing may follow from, not even a customer, are told apart before anything is sent. */
  private isPossible(item: ExternalItem): boolean {
    const before = this.known.get(item.number);
    const problem = futureDay(item, this.mapping.today) ?? (before === undefined ? null : contradictionOf(item, before, 'the ledger'));
    if (problem !== null) {
      this.tally.refused.push(problem);
    }
    return problem === null;
  }

  private async register(customerId: string): Promise<void> {
    this.seen.add(customerId);
    const body = { customerId, kind: 'business' as const, country: 'XX' };
    const result = await settle(this.sink, () => new RegisterCustomer(body, this.context(`customer:${customerId}`)));
    if (result.kind === 'accepted' && !result.repeated) {
      this.tally.customers += 1;
    }
  }

  private async record(item: ExternalItem): Promise<Recorded | null> {
    const { mapping } = this;
    const body = {
      source: mapping.source,
      documentNumber: item.number,
      mode: mapping.mode,
      entityId: mapping.entityId,
      customerId: item.customer,
      issueDate: item.issuedOn,
      currency: mapping.currency,
      ...(mapping.rate === undefined ? {} : { rate: mapping.rate }),
      gross: item.amount,
      instalments: [{ dueDate: item.dueOn, amount: item.amount }],
    };
    const result = await settle(this.sink, () => new RecordExternalInvoice(body, this.context(`external:${item.number}:${toldInCommand(item)}`)));
    if (result.kind === 'refused') {
      this.refuse(item, result.refusal);
      return null;
    }
    this.tally[result.repeated ? 'known' : 'recorded'] += 1;
    return { item, invoiceId: result.answer.invoiceId };
  }

  /** The file gives no date of the dispute: the issue date stands in for it, and the fact says so. */
  private async dispute({ item, invoiceId }: Recorded): Promise<void> {
    const body = {
      accountId: accountIdOf(this.mapping.entityId, item.customer),
      invoiceId,
      disputeId: itemIdOf(this.mapping.source, item.number),
      openedOn: item.issuedOn,
      dateAssumed: true,
      reason: `marked as disputed in ${this.mapping.source}`,
    };
    const result = await settle(this.sink, () => new OpenDispute(body, this.context(`dispute:${item.number}`)));
    if (result.kind === 'refused') {
      this.refuse(item, result.refusal);
    } else if (!result.repeated) {
      this.tally.disputes += 1;
    }
  }

  private async pay({ item, invoiceId }: Recorded): Promise<void> {
    const body = {
      paymentId: itemIdOf(this.mapping.source, item.number),
      entityId: this.mapping.entityId,
      receivedOn: item.settledOn ?? item.issuedOn,
      currency: this.mapping.currency,
      ...(this.mapping.rate === undefined ? {} : { rate: this.mapping.rate }),
      amount: item.amount,
      method: 'settled elsewhere',
      customerId: item.customer,
      items: [{ invoiceId, amount: item.amount }],
      allocate: 'auto' as const,
    };
    const result = await settle(this.sink, () => new ReceivePayment(body, this.context(`payment:${item.number}`)));
    if (result.kind === 'refused') {
      this.refuse(item, result.refusal);
    } else if (!result.repeated) {
      this.tally.payments += 1;
    }
  }

  private refuse(item: ExternalItem, refusal: Refusal): void {
    this.tally.refused.push({
      line: item.line, document: item.number, field: 'document', value: item.number, rule: `refused, ${refusal.code}`, remedy: refusal.message,
    });
  }
}

/** Id of the dispute and of the receipt that come with an invoice. */
function itemIdOf(source: string, number: string): string {
  const id = `${source}~${number}`;
  return id.length <= 64 ? id : `${source}~${createHash('sha256').update(number).digest('hex').slice(0, 30)}`;
}

function futureDay({ line, number, issuedOn, settledOn }: ExternalItem, today: string): LineProblem | null {
  const field = issuedOn > today ? 'invoice_date' : settledOn !== null && settledOn > today ? 'settled_date' : null;
  return field === null ? null : {
    line,
    document: number,
    field,
    value: field === 'invoice_date' ? issuedOn : settledOn ?? '',
    rule: `lies after today, ${today} where the legal entity is`,
    remedy: field === 'invoice_date' ? 'Correct the date.' : 'Correct the date, or leave it empty while the invoice is open.',
  };
}
