import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideCancelSale } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { findEntity } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { CancelSale } from './cancel-sale.command';
import type { SaleAnswer } from './sale.answer';
import { saleResult } from './sale-result';

@CommandHandler(CancelSale)
export class CancelSaleHandler implements ICommandHandler<CancelSale> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: CancelSale): Promise<CommandResult<SaleAnswer>> {
    const { saleId } = body;
    const sale = await this.ledger.streams.sale.query(saleId, (state) => state.sale);
    const entity = await findEntity(this.ledger, sale?.entityId);
    if (!entity.ok) {
      return refusedResult(entity.refusal);
    }
    const origin = originOf(context, body);
    const command = { ...plainContent(body), cancelledOn: body.cancelledOn ?? entity.facts.today, inputHash: origin.inputHash };
    const outcome = await this.ledger.streams.sale.decide(saleId, origin, (state) => decideCancelSale(command, state));
    return resultOf(outcome, (decided) => saleResult(decided, null));
  }
}
