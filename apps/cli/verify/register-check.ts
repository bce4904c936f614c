import type { CreditNoteIssued, InvoiceIssued, SeriesOpened } from '#ledger';
import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, finishRemedy, type Check, type LogCheck } from './check';

interface Register {
  readonly series: SeriesOpened['data'] | undefined;
  next: number;
  lastIssued: string;
}

/**
 * The registers: number = first number + revision without gap or repeat, printed as the series says, dates never
 * going back, every assigned sale and return issued once, every document entered in its account.
 */
export class RegisterCheck implements LogCheck {
  private readonly numbers = new CheckBuilder('register numbers', 'documents numbered first number + revision, without a gap');
  private readonly dates = new CheckBuilder('issue dates', 'documents, none dated before the one ahead of it');
  private readonly once = new CheckBuilder('billed once', 'assigned sales and returns, each issued exactly once');
  private readonly entered = new CheckBuilder('documents entered', 'documents, each entered in its debtor account');
  private readonly series = new Map<string, SeriesOpened['data']>();
  private readonly registers = new Map<string, Register>();
  private readonly issued = new Map<string, string>();
  private readonly toIssue = new Map<string, string>();
  private readonly toEnter = new Map<string, { readonly number: string; readonly accountId: string }>();
  private readonly enteredIds = new Set<string>();

  see(logged: LoggedEvent): void {
    const { fact } = logged;
    switch (fact.type) {
      case 'SeriesOpened':
        this.series.set(fact.data.seriesId, fact.data);
        break;
      case 'BillingAssigned':
        this.toIssue.set(fact.data.invoiceId, `sale ${fact.data.saleId}`);
        break;
      case 'CreditNoteRequested':
        this.toIssue.set(fact.data.creditNoteId, `return ${fact.data.returnId}`);
        break;
      case 'InvoiceIssued':
        this.document(logged, fact.data, fact.data.invoiceId);
        break;
      case 'CreditNoteIssued':
        this.document(logged, fact.data, fact.data.creditNoteId);
        break;
      case 'ExternalInvoiceRecorded':
        this.toEnter.set(fact.data.invoiceId, { number: `${fact.data.documentNumber} of ${fact.data.source}`, accountId: fact.data.accountId });
        break;
      case 'InvoiceEntered':
        this.enter(fact.data.invoiceId, fact.data.accountId, fact.data.documentNumber);
        break;
      case 'CreditNoteEntered':
        this.enter(fact.data.creditNoteId, fact.data.accountId, fact.data.documentNumber);
        break;
      default:
    }
  }

  results(): readonly Check[] {
    for (const [id, subject] of this.toIssue) {
      this.once.look();
      if (!this.issued.has(id)) {
        this.once.problem(`${subject} is assigned to document ${id}, which was never issued: ${finishRemedy}`);
      }
    }
    for (const [id, { number }] of this.toEnter) {
      this.entered.look();
      if (!this.enteredIds.has(id)) {
        this.entered.problem(`${number} (${id}) stands in no debtor account: ${finishRemedy}`);
      }
    }
    return [this.numbers.result(), this.dates.result(), this.once.result(), this.entered.result()];
  }

  private document({ event, sequence }: LoggedEvent, data: InvoiceIssued['data'] | CreditNoteIssued['data'], id: string): void {
    const register = this.register(event.stream, data.seriesId);
    const at = `sequence ${sequence}: ${data.documentNumber} at ${event.stream}@${event.revision}`;
    this.numbers.look();
    if (register.series === undefined) {
      this.numbers.problem(`${at}: series ${data.seriesId} was never opened`);
    } else {
      const number = register.series.firstNumber + event.revision;
      const printed = `${register.series.prefix}${String(number).padStart(register.series.digits, '0')}`;
      if (data.number !== number || data.documentNumber !== printed || event.revision !== register.next) {
        this.numbers.problem(`${at}: should be number ${number}, printed ${printed}, at revision ${register.next}`);
      }
    }
    this.dates.look();
    if (data.issueDate < register.lastIssued) {
      this.dates.problem(`${at}: issued ${data.issueDate}, after a document of ${register.lastIssued}`);
    }
    const before = this.issued.get(id);
    if (before !== undefined) {
      this.once.problem(`${at}: document ${id} was issued before as ${before}`);
    }
    register.next = event.revision + 1;
    register.lastIssued = data.issueDate;
    this.issued.set(id, data.documentNumber);
    this.toEnter.set(id, { number: data.documentNumber, accountId: data.accountId });
  }

  private register(stream: string, seriesId: string): Register {
    const found = this.registers.get(stream) ?? { series: this.series.get(seriesId), next: 0, lastIssued: '' };
    this.registers.set(stream, found);
    return found;
  }

  private enter(id: string, accountId: string, number: string): void {
    const document = this.toEnter.get(id);
    if (document === undefined) {
      this.entered.problem(`${number} (${id}) is entered in account ${accountId}, but was issued nowhere before`);
    } else if (document.accountId !== accountId) {
      this.entered.problem(`${number} (${id}) is entered in account ${accountId}, but belongs to account ${document.accountId}`);
    }
    if (this.enteredIds.has(id)) {
      this.entered.problem(`${number} (${id}) is entered twice, again in account ${accountId}`);
    }
    this.enteredIds.add(id);
  }
}
