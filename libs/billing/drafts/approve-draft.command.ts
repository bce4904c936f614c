import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DraftAnswer } from './draft.answer';
import type { ApproveDraftBody } from './draft.dto';

/** Approves a draft as it stands; never by its author or last editor. */
export class ApproveDraft extends Command<CommandResult<DraftAnswer>> {
  constructor(
    readonly body: ApproveDraftBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
