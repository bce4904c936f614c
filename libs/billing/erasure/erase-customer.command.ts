import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';

import type { EraseCustomerBody } from './erasure.dto';
import type { ErasureAnswer } from './personal-erasure';

/** Forgets a person: destroys the keys of everything on record that says who they are. */
export class EraseCustomer extends Command<CommandResult<ErasureAnswer>> {
  constructor(
    readonly body: EraseCustomerBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
