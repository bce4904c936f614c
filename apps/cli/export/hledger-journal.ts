import { currencyDigits, type LedgerEvent } from '#ledger';
import { formatMinor } from '#money';
import { JournalWalk } from '../log/journal-walk';
import { ownEvents, type LoggedEvent, type LogSource } from '../log/own-events';

export interface HledgerOptions {
  readonly entityId?: string;
  /** Facts known at this sequence; default all. */
  readonly untilSequence?: number;
}

/** What breaks hledger's syntax: two spaces end an account name, `;` begins a comment, `:` makes a sub-account. */
const plainName = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp};:|()[\]{}"*!=@]/gu, ' ').replace(/\s+/g, ' ').trim();

/** `UK:1100 Trade receivables`: each legal entity keeps its own books, with the code first as in its chart. */
export const hledgerAccount = (entityId: string, code: string, name: string): string =>
  `${plainName(entityId)}:${code} ${plainName(name)}`.trim();

/**
 * Yields the journal as text for hledger 1.25 and later, in base currency, one transaction per event and effective
 * date, in log order. Amounts in another transaction currency follow as a comment.
 */
export async function* hledgerJournal(source: LogSource, options: HledgerOptions = {}): AsyncGenerator<string> {
  const walk = new JournalWalk();
  const names = new ChartNames();
  const declared = new Set<string>();
  yield '; Daybook journal, for hledger. Amounts in base currency; debit positive, credit negative.\ndecimal-mark .\n';
  for await (const logged of ownEvents(source)) {
    if (logged.sequence > (options.untilSequence ?? Number.MAX_SAFE_INTEGER)) {
      return;
    }
    const { fact } = logged;
    names.take(fact);
    const lines = walk.take(fact).filter((line) => options.entityId === undefined || line.entityId === options.entityId);
    for (const day of new Set(lines.map((line) => line.effectiveDate))) {
      const dayLines = lines.filter((line) => line.effectiveDate === day);
      for (const { baseCurrency } of dayLines) {
        if (!declared.has(baseCurrency)) {
          declared.add(baseCurrency);
          yield `commodity 1000.${'0'.repeat(currencyDigits(baseCurrency))} ${baseCurrency}\n`;
        }
      }
      yield transaction(logged, day, dayLines.map((line) => posting(line, names)));
    }
  }
}

function transaction({ event, fact, sequence }: LoggedEvent, day: string, postings: readonly string[]): string {
  const title = plainName(`${event.type} ${documentOf(fact)}`);
  return `\n${day} ${title}  ; sequence ${sequence}, ${plainName(`${event.stream}`)} revision ${event.revision}\n${postings.join('')}`;
}

type Line = ReturnType<JournalWalk['take']>[number];

function posting(line: Line, names: ChartNames): string {
  const account = hledgerAccount(line.entityId, line.accountCode, names.of(line.entityId, line.accountCode));
  const amount = `${formatMinor(line.baseAmount, currencyDigits(line.baseCurrency))} ${line.baseCurrency}`;
  const foreign = line.currency === line.baseCurrency ? '' : `${formatMinor(line.amount, currencyDigits(line.currency))} ${line.currency}`;
  const comment = [plainName(line.accountId), foreign].filter((part) => part !== '').join(', ');
  return `    ${account}  ${amount}${comment === '' ? '' : `  ; ${comment}`}\n`;
}

function documentOf(fact: LedgerEvent): string {
  switch (fact.type) {
    case 'InvoiceIssued':
    case 'CreditNoteIssued':
    case 'ExternalInvoiceRecorded':
      return fact.data.documentNumber;
    case 'PaymentReceived':
    case 'PaymentIdentified':
    case 'PaymentIdentificationReversed':
    case 'PaymentReversed':
      return fact.data.paymentId;
    case 'PaymentAllocated':
    case 'AllocationReversed':
      return fact.data.allocationId;
    default:
      return '';
  }
}

/** Account names as the first chart gave them: one account keeps one name through the whole journal. */
class ChartNames {
  private readonly names = new Map<string, string>();

  take(fact: LedgerEvent): void {
    if (fact.type === 'ChartMapped') {
      for (const { code, name } of fact.data.accounts) {
        const key = `${fact.data.entityId} ${code}`;
        if (!this.names.has(key)) {
          this.names.set(key, name);
        }
      }
    }
  }

  of(entityId: string, code: string): string {
    return this.names.get(`${entityId} ${code}`) ?? '';
  }
}
