import { currencyDigits, type BillingAssigned, type InvoiceIssued } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, finishRemedy, type Check, type LogCheck } from './check';
import { RunInvoiceLines } from './run-invoice-lines';

interface Sums {
  readonly currency: string;
  readonly net: bigint;
  readonly tax: bigint;
  readonly gross: bigint;
}

interface Credit {
  readonly what: string;
  readonly assigned: Sums | null;
  readonly requested: Sums | null;
  readonly refused: boolean;
}

/** Documents say what was decided: the totals of an invoice are those assigned, the totals of a credit note those requested. */
export class DocumentStepsCheck implements LogCheck {
  private readonly steps = new CheckBuilder('documents as decided', 'invoices and credit notes with the totals that were assigned and requested');
  private readonly invoices = new Map<string, Sums>();
  private readonly runs = new RunInvoiceLines();
  private readonly credits = new Map<string, Credit>();

  see({ fact, event, sequence }: LoggedEvent): void {
    const at = `sequence ${sequence}: ${event.stream}@${event.revision}`;
    switch (fact.type) {
      case 'BillingAssigned':
        this.assignSale(fact.data);
        break;
      case 'ContractBillingAssigned':
        this.runs.assignContract(fact.data);
        break;
      case 'ReturnAssigned':
        this.credit(fact.data.creditNoteId, { what: `${at} assigns return ${fact.data.returnId} to credit note ${fact.data.creditNoteId}`, assigned: sumsOf(fact.data) });
        break;
      case 'CreditNoteRequested':
        this.credit(fact.data.creditNoteId, { requested: sumsOf(fact.data) });
        break;
      case 'CreditNoteRefused':
        this.credit(fact.data.creditNoteId, { refused: true });
        break;
      case 'InvoiceIssued':
        this.invoiceIssued(`${at} (${fact.data.documentNumber})`, fact.data);
        break;
      case 'CreditNoteIssued': {
        const credit = this.credits.get(fact.data.creditNoteId);
        this.issued(`${at} (${fact.data.documentNumber})`, sumsOf(fact.data), [['assigned by its return', credit?.assigned], ['requested in its account', credit?.requested]]);
        this.credits.delete(fact.data.creditNoteId);
        break;
      }
      default:
    }
  }

  results(): readonly Check[] {
    for (const { what, requested, refused } of this.credits.values()) {
      if (requested === null && !refused) {
        this.steps.problem(`${what}, which was neither requested nor refused in its account: ${finishRemedy}`);
      }
    }
    return [this.steps.result()];
  }

  /** A run prices its lines as one document, so only the lines themselves can be compared with what was assigned. */
  private assignSale(data: BillingAssigned['data']): void {
    if (data.runId === undefined) {
      this.invoices.set(data.invoiceId, sumsOf(data));
    } else {
      this.runs.assignSale(data);
    }
  }

  private invoiceIssued(document: string, data: InvoiceIssued['data']): void {
    if (data.runId === undefined) {
      this.issued(document, sumsOf(data), [['assigned to it', this.invoices.get(data.invoiceId)]]);
      this.invoices.delete(data.invoiceId);
      return;
    }
    this.steps.look();
    for (const disagreement of this.runs.disagreements(data)) {
      this.steps.problem(`${document}: ${disagreement}`);
    }
  }

  private credit(id: string, change: Partial<Credit>): void {
    const known = this.credits.get(id) ?? { what: `credit note ${id}`, assigned: null, requested: null, refused: false };
    this.credits.set(id, { ...known, ...change });
  }

  private issued(document: string, sums: Sums, decided: readonly (readonly [string, Sums | null | undefined])[]): void {
    this.steps.look();
    for (const [how, before] of decided) {
      if (before === undefined || before === null) {
        this.steps.problem(`${document} was issued, but nothing before it was ${how}`);
      } else if (textOf(before) !== textOf(sums)) {
        this.steps.problem(`${document} is over ${textOf(sums)}, but ${textOf(before)} was ${how}`);
      }
    }
  }
}

interface Totalled {
  readonly currency: string;
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
}

function sumsOf({ currency, totals }: Totalled): Sums {
  const digits = currencyDigits(currency);
  return { currency, net: minorOf(totals.net, digits), tax: minorOf(totals.tax, digits), gross: minorOf(totals.gross, digits) };
}

function textOf({ currency, net, tax, gross }: Sums): string {
  const digits = currencyDigits(currency);
  return `net ${formatMinor(net, digits)}, tax ${formatMinor(tax, digits)}, gross ${formatMinor(gross, digits)} ${currency}`;
}
