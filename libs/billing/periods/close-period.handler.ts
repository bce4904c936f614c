import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideClosePeriod, streamName } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { ClosePeriod } from './close-period.command';
import type { PeriodClosedAnswer } from './period.answer';
import { PeriodTotals } from './period-totals';

@CommandHandler(ClosePeriod)
export class ClosePeriodHandler implements ICommandHandler<ClosePeriod> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly totals: PeriodTotals,
  ) {}

  async execute({ body, context }: ClosePeriod): Promise<CommandResult<PeriodClosedAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const { entityId, today } = entity.facts;
    const origin = originOf(context, body);
    const command = { ...plainContent(body), entityId, inputHash: origin.inputHash, today };
    const outcome = await this.ledger.streams.period.decide(entityId, origin, (state) => decideClosePeriod(command, state));
    if (outcome.kind !== 'accepted') {
      return outcome;
    }
    const written = await this.recordTotals(entityId, origin);
    if (written !== undefined && outcome.revision !== null) {
      this.ledger.finished.add(streamName('period', entityId), outcome.revision);
    }
    const totals = await this.totals.latest(entityId, body.period);
    return { kind: 'accepted', answer: { ...outcome.answer, totals }, writeToken: written ?? outcome.position, repeated: outcome.revision === null };
  }

  /** The month is closed, whatever becomes of this: what cannot be computed now is finished by the follow-up. */
  private async recordTotals(entityId: string, origin: ReturnType<typeof originOf>): Promise<string | null | undefined> {
    try {
      return await this.totals.record(entityId, origin);
    } catch (error) {
      if (error instanceof UnknownStepOutcome) {
        return undefined;
      }
      throw error;
    }
  }
}
