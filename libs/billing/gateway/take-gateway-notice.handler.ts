import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusal } from '#ledger';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { GatewayNoticeAnswer } from './gateway.answer';
import { GatewayBooks } from './gateway-books';
import { gatewayOf } from './gateway-of';
import { TakeGatewayNotice } from './take-gateway-notice.command';

@CommandHandler(TakeGatewayNotice)
export class TakeGatewayNoticeHandler implements ICommandHandler<TakeGatewayNotice> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly books: GatewayBooks,
  ) {}

  async execute({ sent, context }: TakeGatewayNotice): Promise<CommandResult<GatewayNoticeAnswer>> {
    const open = await gatewayOf(this.ledger);
    if (!open.ok) {
      return refusedResult(open.refusal);
    }
    const verdict = open.gateway.readNotice(sent.bytes, sent.signature, this.ledger.clock.now());
    if (!verdict.ok) {
      // What is wrong with a signature helps nobody but a forger; it stands in the data for our own log.
      const code = { unsigned: 'GATEWAY.UNSIGNED', unreadable: 'GATEWAY.UNREADABLE', 'other-mode': 'GATEWAY.OTHER_MODE' }[verdict.why];
      return refusedResult(refusal('invalid', code, verdict.detail, {}));
    }
    const { notice } = verdict;
    const result = await this.books.record(notice, { gateway: open.gateway, entity: open.entity }, context);
    return result.kind === 'accepted' ? { ...result, answer: { eventId: notice.eventId, type: notice.type, ...result.answer } } : result;
  }
}
