import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DraftAnswer } from './draft.answer';
import type { ChangeDraftBody } from './draft.dto';

/** Replaces the content of a draft. */
export class ChangeDraft extends Command<CommandResult<DraftAnswer>> {
  constructor(
    readonly body: ChangeDraftBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
