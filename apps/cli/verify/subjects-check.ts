import type { LoggedEvent } from '../log/own-events';
import { CheckBuilder, type Check, type LogCheck } from './check';

/** Whom documents and receipts name: every legal entity was configured and every customer registered. */
export class SubjectsCheck implements LogCheck {
  private readonly subjects = new CheckBuilder('subjects known', 'documents and receipts, each of a configured entity and a registered customer');
  private readonly known = new Set<string>();
  /** Named before, or without, being known; with the first place that names them. */
  private readonly named = new Map<string, string>();

  see({ fact, event, sequence }: LoggedEvent): void {
    const at = `sequence ${sequence} (${event.stream}@${event.revision})`;
    switch (fact.type) {
      case 'EntityConfigured':
        this.add(`legal entity ${fact.data.entityId}`);
        break;
      case 'CustomerRegistered':
        this.add(`customer ${fact.data.customerId}`);
        break;
      case 'InvoiceIssued':
      case 'CreditNoteIssued':
      case 'ExternalInvoiceRecorded':
        this.name(at, [`legal entity ${fact.data.entityId}`, `customer ${fact.data.customerId}`]);
        break;
      case 'PaymentReceived':
        this.name(at, [`legal entity ${fact.data.entityId}`]);
        break;
      default:
    }
  }

  results(): readonly Check[] {
    for (const [subject, at] of this.named) {
      this.subjects.problem(`${subject}, named first at ${at}, stands nowhere in the log`);
    }
    return [this.subjects.result()];
  }

  private add(subject: string): void {
    this.known.add(subject);
    this.named.delete(subject);
  }

  private name(at: string, subjects: readonly string[]): void {
    this.subjects.look();
    for (const subject of subjects) {
      if (!this.known.has(subject) && !this.named.has(subject)) {
        this.named.set(subject, at);
      }
    }
  }
}
