import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideRecordExternalInvoice, streamName } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity, factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { ExternalInvoiceAnswer } from './external-invoice.answer';
import { ExternalInvoiceEntering } from './external-invoice-entering';
import { RecordExternalInvoice } from './record-external-invoice.command';

@CommandHandler(RecordExternalInvoice)
export class RecordExternalInvoiceHandler implements ICommandHandler<RecordExternalInvoice> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: ExternalInvoiceEntering,
  ) {}

  async execute({ body, context }: RecordExternalInvoice): Promise<CommandResult<ExternalInvoiceAnswer>> {
    const decided = await this.decide({ body, context }, factsAgeMaxMilliseconds);
    const outcome = decided.kind === 'refused' ? await this.decide({ body, context }, 0) : decided;
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { recorded, invoiceId, accountId } = outcome.answer;
    const entered = await this.entering.enter(recorded, originOf(context, body));
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('external', externalStreamId(body)), outcome.revision);
    }
    const answer = { invoiceId, accountId, source: body.source, documentNumber: body.documentNumber };
    return { kind: 'accepted', answer, writeToken: entered ?? outcome.position, repeated: outcome.revision === null };
  }

  private async decide({ body, context }: Pick<RecordExternalInvoice, 'body' | 'context'>, ageMax: number) {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const facts = {
      today,
      entity: await this.ledger.streams.entity.query(entityId, (state) => state, ageMax),
      customer: await this.ledger.streams.customer.query(body.customerId, (state) => state, ageMax),
    };
    const origin = originOf(context, body);
    const command = { ...plainContent(body), entityId, inputHash: origin.inputHash };
    return this.ledger.streams.external.decide(externalStreamId(body), origin, (state) => decideRecordExternalInvoice(command, state, facts), true);
  }
}

/** Source and number name the stream; a source holds no `~`. */
const externalStreamId = ({ source, documentNumber }: { readonly source: string; readonly documentNumber: string }): string =>
  `${source}~${documentNumber}`;
