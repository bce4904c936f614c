import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { decideRecordExternalInvoice, streamName, type ExternalInvoiceAnswer as DecidedInvoice } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import type { Outcome } from '../decisions/decision-group';
import { plainContent } from '../decisions/plain-content';
import { findEntity, factsAgeMaxMilliseconds } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { recordedRateFact } from '../rates/rate-for';
import type { ExternalInvoiceAnswer } from './external-invoice.answer';
import type { RecordExternalInvoiceBody } from './external-invoice.dto';
import { ExternalInvoiceEntering } from './external-invoice-entering';
import { RecordExternalInvoice } from './record-external-invoice.command';

@CommandHandler(RecordExternalInvoice)
export class RecordExternalInvoiceHandler implements ICommandHandler<RecordExternalInvoice> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly entering: ExternalInvoiceEntering,
  ) {}

  async execute({ body, context }: RecordExternalInvoice): Promise<CommandResult<ExternalInvoiceAnswer>> {
    const origin = originOf(context, body);
    const decided = await this.decide(body, origin, factsAgeMaxMilliseconds);
    const outcome = decided.kind === 'refused' ? await this.decide(body, origin, 0) : decided;
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const { recorded, invoiceId, accountId } = outcome.answer;
    const entered = await this.entering.enter(recorded, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('external', externalStreamId(body)), outcome.revision);
    }
    const answer = { invoiceId, accountId, source: body.source, documentNumber: body.documentNumber };
    return { kind: 'accepted', answer, writeToken: entered ?? outcome.position, repeated: outcome.revision === null };
  }

  private async decide(body: RecordExternalInvoiceBody, origin: EventOrigin, ageMax: number): Promise<Outcome<DecidedInvoice>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      // What is on record is answered the same for ever, also when there are more entities to choose from by now.
      const recorded = await this.ledger.streams.external.query(externalStreamId(body), (state) => state.recorded?.entityId ?? null);
      return recorded === null || recorded === body.entityId
        ? refusedResult(entity.refusal)
        : this.decide({ ...body, entityId: recorded }, origin, 0);
    }
    const { entityId, today } = entity.facts;
    const facts = {
      today,
      entity: await this.ledger.streams.entity.query(entityId, (state) => state, ageMax),
      customer: await this.ledger.streams.customer.query(body.customerId, (state) => state, ageMax),
      ...(await recordedRateFact(this.ledger, entity.facts, { currency: body.currency, rate: body.rate, on: body.issueDate })),
    };
    const command = { ...plainContent(body), entityId, inputHash: origin.inputHash };
    return this.ledger.streams.external.decide(externalStreamId(body), origin, (state) => decideRecordExternalInvoice(command, state, facts), true);
  }
}

/** Source and number name the stream; a source holds no `~`. */
const externalStreamId = ({ source, documentNumber }: { readonly source: string; readonly documentNumber: string }): string =>
  `${source}~${documentNumber}`;
