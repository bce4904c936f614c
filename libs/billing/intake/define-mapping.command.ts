import { Command } from '@nestjs/cqrs';
import type { MappingAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { DefineMappingBody } from './mapping.dto';

/** Says how documents of another system become commands from now on. */
export class DefineMapping extends Command<CommandResult<MappingAnswer>> {
  constructor(
    readonly body: DefineMappingBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
