import { CloseSale, ReceiveReturn, RegisterCustomer, type ReturnAnswer, type SaleAnswer } from '#billing';
import type { Refusal } from '#ledger';
import { contextsOf, settle, type CommandSink, type Settled } from '../command-runner';
import { batchesOf, type DocumentBatch } from './document-batches';
import type { LineProblem } from './line-problem';
import { customerOf, registrationOf, returnOf, saleOf, type SalesMapping } from './sales-commands';
import type { SalesDocument, SalesFile } from './sales-file';

/** What became of the documents of a file. Every document counts once. */
export interface SalesImport {
  readonly customers: number;
  readonly billed: number;
  readonly nothingToBill: number;
  /** Taken, and not billed or credited yet. */
  readonly waiting: number;
  readonly credited: number;
  /** Documents the ledger refused. */
  readonly refused: readonly LineProblem[];
}

export interface ImportRun {
  /** Names what is imported in every event's metadata: the same for the same input. */
  readonly run: string;
  /** Documents done so far. */
  readonly onProgress: (done: number) => void;
}

/** Imports documents in order of day. Running it again does nothing twice. */
export async function importSales(sink: CommandSink, file: SalesFile, mapping: SalesMapping, { run, onProgress }: ImportRun): Promise<SalesImport> {
  const importer = new SalesImporter(sink, mapping, run);
  let done = 0;
  for (const batch of batchesOf(file.documents)) {
    await importer.take(batch);
    done += batch.documents.length;
    onProgress(done);
  }
  return importer.tally;
}

class SalesImporter {
  readonly tally = { customers: 0, billed: 0, nothingToBill: 0, waiting: 0, credited: 0, refused: [] as LineProblem[] };
  private readonly seen = new Set<string>();
  private readonly context: ReturnType<typeof contextsOf>;

  constructor(
    private readonly sink: CommandSink,
    private readonly mapping: SalesMapping,
    run: string,
  ) {
    this.context = contextsOf('import', run);
  }

  async take(batch: DocumentBatch): Promise<void> {
    await this.registerCustomers(batch.documents);
    if (batch.kind === 'sale') {
      const results = await Promise.all(batch.documents.map((document) => this.close(document)));
      results.forEach((result, index) => {
        this.countSale(batch.documents[index] as SalesDocument, result);
      });
      return;
    }
    // One after the other: two cancellations may look for the same invoice line.
    for (const document of batch.documents) {
      this.countReturn(document, await this.receive(document));
    }
  }

  private async registerCustomers(documents: readonly SalesDocument[]): Promise<void> {
    const fresh = new Map<string, SalesDocument>();
    for (const document of documents) {
      const customer = customerOf(document);
      if (!this.seen.has(customer)) {
        this.seen.add(customer);
        fresh.set(customer, document);
      }
    }
    await Promise.all([...fresh.values()].map((document) => this.register(document)));
  }

  private async register(document: SalesDocument): Promise<void> {
    const body = registrationOf(document, this.mapping);
    const result = await settle(this.sink, () => new RegisterCustomer(body, this.context(`customer:${body.customerId}`)));
    if (result.kind === 'accepted' && !result.repeated) {
      this.tally.customers += 1;
    }
    // A conflict says that the customer is on record with other terms or another country: the record stands.
    if (result.kind === 'refused' && result.refusal.kind !== 'conflict') {
      this.tally.refused.push(refusedDocument(document, result.refusal));
    }
  }

  private close(document: SalesDocument): Promise<Settled<SaleAnswer>> {
    const body = saleOf(document, this.mapping);
    return settle(this.sink, () => new CloseSale(body, this.context(`sale:${body.saleId}`)));
  }

  private receive(document: SalesDocument): Promise<Settled<ReturnAnswer>> {
    const body = returnOf(document, this.mapping);
    return settle(this.sink, () => new ReceiveReturn(body, this.context(`return:${body.returnId}`)));
  }

  private countSale(document: SalesDocument, result: Settled<SaleAnswer>): void {
    if (result.kind === 'refused') {
      this.tally.refused.push(refusedDocument(document, result.refusal));
      return;
    }
    if (result.answer.state === 'billed') {
      this.tally.billed += 1;
    } else if (result.answer.state === 'nothing-to-bill') {
      this.tally.nothingToBill += 1;
    } else {
      this.tally.waiting += 1;
    }
  }

  private countReturn(document: SalesDocument, result: Settled<ReturnAnswer>): void {
    if (result.kind === 'refused') {
      this.tally.refused.push(refusedDocument(document, result.refusal));
      return;
    }
    if (result.answer.state === 'credited') {
      this.tally.credited += 1;
    } else if (result.answer.state === 'waiting') {
      this.tally.waiting += 1;
    } else {
      this.tally.refused.push(
        refusedDocument(document, { code: 'RETURN.REFUSED', kind: 'conflict', message: result.answer.reason ?? 'the return cannot be credited', data: {} }),
      );
    }
  }
}

function refusedDocument(document: SalesDocument, refusal: Refusal): LineProblem {
  const line = document.lines[0]?.line ?? 0;
  return {
    line,
    lastLine: document.lines.at(-1)?.line ?? line,
    document: document.number,
    field: 'document',
    value: document.number,
    rule: `refused, ${refusal.code}`,
    remedy: refusal.message,
  };
}
