import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { directDebitXml, type DirectDebitEntry, type DirectDebitFile } from '#bank-files';
import { accountParts, entityConfiguration, refusal, type DirectDebitOrdered, type MandateGiven, type Refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { DirectDebitFileAnswer } from './direct-debit.answer';
import { MakeDirectDebitFile } from './make-direct-debit-file.command';
import { readBatch, type PlannedBatch } from './read-batch';

/** The file holds what was claimed and not cancelled, with account and creditor id of the day it was planned. */
@CommandHandler(MakeDirectDebitFile)
export class MakeDirectDebitFileHandler implements ICommandHandler<MakeDirectDebitFile> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body: { batchId } }: MakeDirectDebitFile): Promise<CommandResult<DirectDebitFileAnswer>> {
    const batch = await readBatch(this.ledger, batchId);
    if ('code' in batch) {
      return refusedResult(batch);
    }
    if (!batch.closed) {
      return refusedResult(refusal('conflict', 'DIRECT_DEBIT.BATCH_OPEN', `Batch ${batchId} is not claimed to its end. Send its plan again, then make the file.`, { batchId }));
    }
    const ordered = batch.debits.flatMap(({ debit }) => (debit === null || debit.ended?.outcome === 'cancelled' ? [] : [debit.ordered]));
    if (ordered.length === 0) {
      return refusedResult(refusal('conflict', 'DIRECT_DEBIT.BATCH_EMPTY', `Batch ${batchId} holds no debit any more: there is no file to send.`, { batchId }));
    }
    const file = await this.content(batch.planned, ordered);
    const made = 'code' in file ? null : directDebitXml(file);
    if (made === null || !made.ok) {
      return refusedResult('code' in file ? file : fileRefusal(batchId, made?.problem.code ?? '', made?.problem.message ?? ''));
    }
    const answer = { batchId, fileName: `${batchId}.pain.008.001.08.xml`, xml: made.xml, count: made.count, total: made.total };
    return { kind: 'accepted', answer, writeToken: null, repeated: false };
  }

  private async content(planned: PlannedBatch, ordered: readonly DirectDebitOrdered['data'][]): Promise<DirectDebitFile | Refusal> {
    const { batchId, entityId, plannedOn, collectionDate, scheme, entityRevision } = planned;
    const profile = await this.ledger.streams.entity.query(entityId, (state) => entityConfiguration(state, entityRevision));
    const { creditorId, bankAccount } = profile ?? {};
    if (profile === undefined || creditorId === undefined || bankAccount?.iban === undefined) {
      return refusal('conflict', 'DIRECT_DEBIT.NO_ACCOUNT', `${entityId} had no creditor identifier or IBAN when the batch was planned.`, { entityId, batchId });
    }
    const debits: DirectDebitEntry[] = [];
    for (const debit of ordered) {
      debits.push(entryOf(debit, await this.mandate(debit)));
    }
    const creditor = { name: bankAccount.accountHolder ?? profile.name, creditorId, iban: bankAccount.iban, bic: bankAccount.bic };
    return { messageId: batchId, createdOn: plannedOn, collectionDate, scheme, creditor, debits };
  }

  private async mandate({ accountId, mandateId }: DirectDebitOrdered['data']): Promise<MandateGiven['data']> {
    const given = await this.ledger.streams.customer.query(accountParts(accountId).customerId, ({ mandates }) => mandates.get(mandateId)?.given);
    if (given === undefined) {
      throw new Error(`a debit was claimed by mandate ${mandateId} of ${accountId}, which nobody gave`);
    }
    return given;
  }
}

const fileRefusal = (batchId: string, code: string, message: string): Refusal =>
  refusal('conflict', 'DIRECT_DEBIT.FILE', `The file of batch ${batchId} cannot be made: ${message} (${code}). Cancel the debit, or correct what it says.`, { batchId, problem: code });

function entryOf({ directDebitId, sequence, amount, mandateId, items }: DirectDebitOrdered['data'], { signedOn, personal }: MandateGiven['data']): DirectDebitEntry {
  const documents = [...new Set(items.map(({ documentNumber }) => documentNumber))];
  return {
    directDebitId, sequence, amount, mandateId, signedOn,
    debtor: { name: personal.accountHolder ?? '', iban: personal.iban ?? '', bic: personal.bic },
    text: documents.join(', '),
  };
}
