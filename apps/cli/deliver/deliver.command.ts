import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { DeliverBounceCommand } from './deliver-bounce.command';
import { DeliverListCommand } from './deliver-list.command';
import { DeliverResolveCommand } from './deliver-resolve.command';
import { DeliverRunCommand } from './deliver-run.command';
import { DeliverSendCommand } from './deliver-send.command';
import { DeliverStatementCommand } from './deliver-statement.command';

@Command({
  name: 'deliver',
  description: 'send documents by e-mail, and say what became of them',
  subCommands: [DeliverRunCommand, DeliverSendCommand, DeliverStatementCommand, DeliverListCommand, DeliverResolveCommand, DeliverBounceCommand],
})
export class DeliverCommand extends GroupCommand {}
