import { Command } from '@nestjs/cqrs';
import type { SyncAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { SyncCustomerBody } from './sync-customer.dto';

/** Registers or changes a customer as another system has it. The newest version counts. */
export class SyncCustomer extends Command<CommandResult<SyncAnswer>> {
  constructor(
    readonly body: SyncCustomerBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
