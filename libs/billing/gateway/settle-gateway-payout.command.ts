import { Command } from '@nestjs/cqrs';
import type { GatewayPayoutAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { SettleGatewayPayoutBody } from './gateway.dto';

/** A payment gateway paid out what it held, less its fees. */
export class SettleGatewayPayout extends Command<CommandResult<GatewayPayoutAnswer>> {
  constructor(
    readonly body: SettleGatewayPayoutBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
