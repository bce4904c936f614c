import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decidePlanDirectDebitBatch, directDebitCurrency, refuseBatch, streamName, type AskedBatch, type DirectDebitBatchPlanned } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { findEntity, type EntityFacts } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { BatchClaiming } from './batch-claiming';
import { findPayers, refuseCreditor } from './batch-planning';
import type { DirectDebitBatchAnswer } from './direct-debit.answer';
import type { PlanDirectDebitsBody } from './direct-debit.dto';
import { PlanDirectDebits } from './plan-direct-debits.command';

/** What the scheme asks for where nothing else was agreed. */
const noticeDaysDefault = 14;

@CommandHandler(PlanDirectDebits)
export class PlanDirectDebitsHandler implements ICommandHandler<PlanDirectDebits> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly claiming: BatchClaiming,
  ) {}

  async execute({ body, context }: PlanDirectDebits): Promise<CommandResult<DirectDebitBatchAnswer>> {
    const { directdebit } = this.ledger.streams;
    const { batchId } = body;
    const known = await directdebit.query(batchId, ({ planned }) => planned);
    const entity = await findEntity(this.ledger, known?.entityId ?? body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const origin = originOf(context, body);
    const asked = askedBatch(body, entity.facts.entityId);
    const payers = known === null ? await this.payers(asked, entity.facts) : [];
    if ('code' in payers) {
      return refusedResult(payers);
    }
    if (known === null && payers.length === 0) {
      return { kind: 'accepted', answer: emptyAnswer(asked), writeToken: null, repeated: false };
    }
    const { revision: entityRevision, today: plannedOn } = entity.facts;
    const command = { ...asked, plannedOn, entityRevision, payers, inputHash: origin.inputHash };
    const outcome = await directdebit.decide(batchId, origin, (state) => decidePlanDirectDebitBatch(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const repeated = await directdebit.query(batchId, ({ closed }) => closed);
    if (repeated !== null) {
      return { kind: 'accepted', answer: answerOf(outcome.answer, repeated), writeToken: null, repeated: true };
    }
    const { closed, position } = await this.claiming.claim(outcome.answer, plannedOn, origin);
    if (outcome.revision !== null) {
      this.ledger.finished.add(streamName('directdebit', batchId), outcome.revision);
    }
    return { kind: 'accepted', answer: answerOf(outcome.answer, closed), writeToken: position ?? outcome.position, repeated: false };
  }

  private async payers(asked: AskedBatch, { entityId, configuration, today }: EntityFacts) {
    const refused = refuseBatch(asked, today);
    if (refused !== undefined) {
      return refused;
    }
    const payers = await findPayers(this.ledger, asked, today);
    return (payers.length === 0 ? undefined : refuseCreditor(entityId, configuration)) ?? payers;
  }
}

const askedBatch = ({ batchId, collectionDate, scheme = 'core', noticeDays = noticeDaysDefault }: PlanDirectDebitsBody, entityId: string): AskedBatch => ({
  batchId, entityId, collectionDate, scheme, noticeDays,
});

/** Nothing is due: nothing is planned, and the id stays free. */
const emptyAnswer = ({ batchId, entityId, collectionDate, scheme }: AskedBatch): DirectDebitBatchAnswer => ({
  batchId, entityId, collectionDate, scheme, currency: directDebitCurrency, planned: 0, ordered: 0, total: '0.00', dropped: [],
});

function answerOf(planned: DirectDebitBatchPlanned['data'], closed: Pick<DirectDebitBatchAnswer, 'ordered' | 'total' | 'dropped'>): DirectDebitBatchAnswer {
  const { batchId, entityId, collectionDate, scheme, currency, debits } = planned;
  const { ordered, total, dropped } = closed;
  return { batchId, entityId, collectionDate, scheme, currency, planned: debits.length, ordered, total, dropped };
}
