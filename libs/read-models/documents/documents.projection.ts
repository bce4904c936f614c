import type { Kysely } from 'kysely';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { ErasedRows } from '../store/erased-rows';
import { RowWriter } from '../store/row-writer';
import { ApprovalRows } from './approval-rows';
import { DocumentRows } from './document-rows';
import { DraftRows } from './draft-rows';
import { PeopleRows } from './people-rows';
import { subjectsOf } from './subjects';
import { customerTable, documentTables, eventTable, paymentTable, requestTable, subjectTable } from './tables';

class DocumentsWriter implements ProjectionWriter {
  readonly #events: RowWriter;
  readonly #subjects: RowWriter;
  readonly #requests: RowWriter;
  readonly #documents: DocumentRows;
  readonly #people: PeopleRows;
  readonly #approvals: ApprovalRows;
  readonly #drafts: DraftRows;
  readonly #erased: ErasedRows;
  #batchRequests = new Set<string>();

  constructor(context: WriterContext) {
    const { dialect, generation } = context;
    this.#events = new RowWriter(dialect, eventTable, generation);
    this.#subjects = new RowWriter(dialect, subjectTable, generation);
    this.#requests = new RowWriter(dialect, requestTable, generation, 'on conflict (command_id, actor) do nothing');
    this.#documents = new DocumentRows(context);
    this.#people = new PeopleRows(context);
    this.#approvals = new ApprovalRows(context);
    this.#drafts = new DraftRows(context);
    this.#erased = new ErasedRows(generation, [
      { kind: 'customer', table: customerTable, id: 'customer_id', columns: ['name', 'email', 'phone', 'street', 'city', 'postal_code', 'tax_id'] },
      { kind: 'payment', table: paymentTable, id: 'payment_id', columns: ['payer_name'] },
    ]);
  }

  async load(): Promise<void> {
    this.#batchRequests = new Set();
    for (const rows of this.#writers()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Later facts change rows by key; nothing is read first.
  }

  apply(fact: LedgerFact): void {
    const { stored, event, sequence, recordedAt } = fact;
    this.#events.add(sequence, stored.position, stored.id, stored.type, stored.stream, stored.revision, recordedAt);
    for (const subject of subjectsOf(event)) this.#subjects.add(sequence, subject);
    this.#request(fact);
    this.#documents.apply(fact);
    this.#people.apply(fact);
    this.#approvals.apply(fact);
    this.#drafts.apply(fact);
    this.#erased.apply(event);
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    this.#batchRequests = new Set();
    for (const rows of this.#writers()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  /** The first event of a command says what its input was; the steps that follow carry the same command id. */
  #request({ stored: { metadata }, sequence }: LedgerFact): void {
    const key = `${metadata.commandId} ${metadata.actor}`;
    if (this.#batchRequests.has(key)) return;
    this.#batchRequests.add(key);
    this.#requests.add(metadata.commandId, metadata.actor, metadata.inputHash, sequence);
  }

  #writers(): { forget(): void; flush(db: Kysely<unknown>): Promise<unknown> }[] {
    return [this.#events, this.#subjects, this.#requests, ...this.#documents.all(), ...this.#people.all(), this.#approvals.rows, this.#drafts.rows, this.#erased];
  }
}

export const documents: Projection = {
  name: 'documents',
  version: 4,
  tables: documentTables,
  interests: 'all',
  writer: (context) => new DocumentsWriter(context),
};
