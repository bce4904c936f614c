import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { BankImportAnswer } from './bank-statement.answer';
import type { ImportBankStatementBody } from './bank-statement.dto';

/** A file of the bank is taken in; the same one again changes nothing. */
export class ImportBankStatement extends Command<CommandResult<BankImportAnswer>> {
  constructor(
    readonly body: ImportBankStatementBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}
