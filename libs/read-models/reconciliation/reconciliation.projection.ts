import type { Kysely } from 'kysely';
import { minorOf } from '#money';
import { currencyDigits, refundReturnSubject, type LedgerEvent } from '#ledger';
import type { LedgerFact, Projection, ProjectionWriter, WriterContext } from '../projection';
import { dayNumber } from '../store/day-number';
import { ErasedRows } from '../store/erased-rows';
import { KeyedRows } from '../store/keyed-rows';
import { RowWriter } from '../store/row-writer';
import { bankMovementOf } from './bank-movements';
import { bankLineTable, bankMovementTable, bankStatementTable, customerIbanTable, debitBatchTable, earlyPaymentTable, payerAccountTable, payerOfTable, reconciliationTables } from './tables';

type DataOf<Type extends LedgerEvent['type']> = Extract<LedgerEvent, { type: Type }>['data'];

const interests: readonly LedgerEvent['type'][] = [
  'BankStatementImported', 'StatementLinesRecorded', 'StatementLineMatched', 'StatementLineParked', 'BankFeeCharged', 'GatewayPayoutSettled', 'PaymentReceived',
  'PaymentReversed', 'PaymentIdentified', 'DirectDebitBatchPlanned', 'RefundRequested', 'RefundPaid', 'RefundReturned', 'BankDetailsSet', 'InvoiceIssued',
  'PersonalRecordsErased',
];

class ReconciliationWriter implements ProjectionWriter {
  readonly #lines: KeyedRows;
  readonly #statements: RowWriter;
  readonly #movements: RowWriter;
  readonly #payers: RowWriter;
  readonly #payerOf: RowWriter;
  readonly #customerIbans: RowWriter;
  readonly #earlyPayments: RowWriter;
  readonly #batches: RowWriter;
  readonly #erased: ErasedRows;

  constructor({ dialect, generation }: WriterContext) {
    this.#lines = new KeyedRows(dialect, bankLineTable, generation);
    this.#statements = new RowWriter(dialect, bankStatementTable, generation);
    this.#movements = new RowWriter(dialect, bankMovementTable, generation);
    this.#payers = new RowWriter(dialect, payerAccountTable, generation);
    this.#payerOf = new RowWriter(dialect, payerOfTable, generation);
    this.#customerIbans = new RowWriter(dialect, customerIbanTable, generation);
    this.#earlyPayments = new RowWriter(dialect, earlyPaymentTable, generation);
    this.#batches = new RowWriter(dialect, debitBatchTable, generation);
    this.#erased = new ErasedRows(generation, [
      { kind: 'bank-line', table: bankLineTable, id: 'line_id', columns: ['payer_name', 'payer_account', 'payer_text'] },
      { kind: 'payment', table: payerAccountTable, id: 'payment_id' },
      { kind: 'customer', table: customerIbanTable, id: 'customer_id' },
    ]);
  }

  async load(): Promise<void> {
    for (const rows of this.#all()) rows.forget();
  }

  async prepare(): Promise<void> {
    // Later facts change rows by key; nothing is read first.
  }

  apply({ event, sequence }: LedgerFact): void {
    this.#moved(event, sequence);
    this.#erased.apply(event);
    switch (event.type) {
      case 'BankStatementImported':
        return this.#imported(event.data, sequence);
      case 'StatementLinesRecorded':
        return this.#recorded(event.data, sequence);
      case 'StatementLineMatched':
        return this.#matched(event.data, sequence);
      case 'StatementLineParked': {
        const { statementId, lineId, discrepancy, resolution, proposals } = event.data;
        return this.#lines.set([statementId, lineId], { state: 'parked', discrepancy, resolution, proposals: JSON.stringify(proposals) });
      }
      case 'InvoiceIssued':
        return this.#issued(event.data, sequence);
      default:
        return this.#known(event, sequence);
    }
  }

  /** Who pays from which bank account. */
  #known(event: LedgerEvent, sequence: number): void {
    switch (event.type) {
      case 'PaymentIdentified':
        for (const accountId of new Set(event.data.splits.map((split) => split.accountId))) this.#payerOf.add(sequence, accountId, event.data.paymentId);
        return undefined;
      case 'PaymentReceived': {
        const { paymentId, entityId, personal } = event.data;
        return personal?.iban === undefined ? undefined : this.#payers.add(paymentId, entityId, personal.iban, sequence);
      }
      case 'DirectDebitBatchPlanned': {
        const { batchId, entityId, currency, collectionDate } = event.data;
        return this.#batches.add(batchId, entityId, currency, dayNumber(collectionDate), sequence);
      }
      case 'BankDetailsSet': {
        const { customerId, personal } = event.data;
        return personal.iban === undefined ? undefined : this.#customerIbans.add(sequence, customerId, personal.iban);
      }
      default:
        return undefined;
    }
  }

  #issued({ invoiceId, entityId, issueDate, currency, terms, instalments, totals }: DataOf<'InvoiceIssued'>, sequence: number): void {
    const { earlyPayment } = terms;
    if (earlyPayment === undefined) return;
    const { percent, withinDays } = earlyPayment;
    this.#earlyPayments.add(invoiceId, entityId, percent, dayNumber(issueDate) + withinDays, instalments.length, minorOf(totals.gross, currencyDigits(currency)), sequence);
  }

  #moved(event: LedgerEvent, sequence: number): void {
    const moved = bankMovementOf(event);
    if (moved === undefined) return;
    const { kind, entityId, subjectId, accountId = '', day, currency, amount, bankLine, reference = '' } = moved;
    const minor = minorOf(amount, currencyDigits(currency));
    this.#movements.add(sequence, kind, entityId, subjectId, accountId, dayNumber(day), currency, minor, bankLine?.statementId ?? '', bankLine?.lineId ?? '', reference);
  }

  #imported(data: DataOf<'BankStatementImported'>, sequence: number): void {
    const { statementId, entityId, bankAccount, currency, format, statementNumber, from, to, openingBalance, closingBalance, lineCount } = data;
    const minor = (amount: string | undefined): bigint => (amount === undefined ? 0n : minorOf(amount, currencyDigits(currency)));
    this.#statements.add(
      statementId, entityId, bankAccount, currency, format, statementNumber, dayNumber(from), dayNumber(to), minor(openingBalance), openingBalance === undefined ? 0 : 1,
      minor(closingBalance), closingBalance === undefined ? 0 : 1, lineCount, sequence,
    );
  }

  #recorded({ statementId, page, lines }: DataOf<'StatementLinesRecorded'>, sequence: number): void {
    for (const [at, line] of lines.entries()) {
      const { lineId, bookedOn, valueDate, amount, reference = '', personal } = line;
      this.#lines.insert({
        statement_id: statementId, line_id: lineId, booked_day: dayNumber(bookedOn), value_day: dayNumber(valueDate), amount, reference,
        payer_name: personal.name ?? '', payer_account: personal.iban ?? personal.accountNumber ?? '', payer_text: personal.text, state: 'open', sequence, place: page * 1000 + at,
      });
    }
  }

  #matched(data: DataOf<'StatementLineMatched'>, sequence: number): void {
    const { statementId, lineId, outcome, subjectId, accountId = '', discrepancy = '', confidence, reasons, by } = data;
    // A refund and its return are two movements of money: a line that shows one does not show the other.
    const subject = outcome === 'refund-return' ? refundReturnSubject(subjectId) : subjectId;
    this.#lines.set([statementId, lineId], {
      state: 'matched', outcome, subject_id: subject, account_id: accountId, discrepancy, confidence, decided_by: by, reasons: JSON.stringify(reasons), resolution: '',
      proposals: '', matched_sequence: sequence,
    });
  }

  async flush(db: Kysely<unknown>): Promise<void> {
    for (const rows of this.#all()) await rows.flush(db);
  }

  async finish(): Promise<void> {
    // Nothing is left out of a bulk load.
  }

  #all(): { forget(): void; flush(db: Kysely<unknown>): Promise<unknown> }[] {
    return [this.#lines, this.#statements, this.#movements, this.#payers, this.#payerOf, this.#customerIbans, this.#earlyPayments, this.#batches, this.#erased];
  }
}

/** The bank beside the books: statements, their lines with what became of them, and what the books moved at the bank. */
export const reconciliation: Projection = {
  name: 'reconciliation',
  version: 4,
  tables: reconciliationTables,
  interests: new Set(interests),
  writer: (context) => new ReconciliationWriter(context),
};
