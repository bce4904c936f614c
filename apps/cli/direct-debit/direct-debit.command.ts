import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { DirectDebitCancelCommand } from './direct-debit-cancel.command';
import { DirectDebitFileCommand } from './direct-debit-file.command';
import { DirectDebitListCommand } from './direct-debit-list.command';
import { DirectDebitPlanCommand } from './direct-debit-plan.command';

@Command({
  name: 'direct-debit',
  description: 'collect by SEPA direct debit: plan a batch, make its file, look at it, cancel a debit',
  subCommands: [DirectDebitPlanCommand, DirectDebitFileCommand, DirectDebitListCommand, DirectDebitCancelCommand],
})
export class DirectDebitCommand extends GroupCommand {}
