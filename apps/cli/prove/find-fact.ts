import type { FoundFact } from '#audit';
import { CliFailure } from '../cli-failure';
import { ownEvents, type LogSource, type LoggedEvent } from '../log/own-events';

/** The fact at a ledger sequence, or the one that issued a document with this number or id. @throws CliFailure when there is none. */
export async function findFact(log: LogSource, asked: string): Promise<FoundFact> {
  const wanted = /^\d{1,15}$/.test(asked) ? atSequence(Number(asked)) : issued(asked);
  for await (const logged of ownEvents(log)) {
    if (wanted(logged)) {
      return { recorded: logged.recorded, sequence: logged.sequence, recordedAt: logged.recordedAt };
    }
  }
  throw new CliFailure('usage', `There is no fact ${JSON.stringify(asked)}: give a ledger sequence, or the number or id of an invoice or credit note.`);
}

const atSequence = (sequence: number) => (logged: LoggedEvent): boolean => logged.sequence === sequence;

const issued = (asked: string) => ({ fact }: LoggedEvent): boolean =>
  (fact.type === 'InvoiceIssued' && (fact.data.invoiceId === asked || fact.data.documentNumber === asked)) ||
  (fact.type === 'CreditNoteIssued' && (fact.data.creditNoteId === asked || fact.data.documentNumber === asked));
