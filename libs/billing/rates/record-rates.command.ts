import { Command } from '@nestjs/cqrs';
import type { RatesRecordedAnswer } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import type { RecordRatesBody } from './rate.dto';

/** Puts rates of exchange on record; documents that give none take the one of their day. */
export class RecordRates extends Command<CommandResult<RatesRecordedAnswer>> {
  constructor(
    readonly body: RecordRatesBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
