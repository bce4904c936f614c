import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { ConfigureEntityBody } from './entity.dto';

export interface EntityAnswer {
  readonly entityId: string;
  /** Revision of the entity's stream: its ETag. */
  readonly revision: number;
  /** Types of the facts that were written; empty when all of it was on record. */
  readonly changed: readonly string[];
}

export class ConfigureEntity extends Command<CommandResult<EntityAnswer>> {
  constructor(
    readonly body: ConfigureEntityBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
