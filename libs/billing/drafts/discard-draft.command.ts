import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { DraftAnswer } from './draft.answer';
import type { DiscardDraftBody } from './draft.dto';

/** Discards a draft. */
export class DiscardDraft extends Command<CommandResult<DraftAnswer>> {
  constructor(
    readonly body: DiscardDraftBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
