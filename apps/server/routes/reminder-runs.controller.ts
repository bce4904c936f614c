import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RunReminders, RunRemindersBody, type ReminderRunAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { reminderRunExample } from './examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('reminders')
@Controller('reminder-runs')
export class ReminderRunsController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Send the reminders of a day: at most one step per invoice, one letter per debtor.',
    roles: roleSets.works,
    takes: RunRemindersBody,
    answer: reminderRunExample,
  })
  run(@CurrentCall() call: Call): Promise<CommandReply<ReminderRunAnswer>> {
    return this.desk.run(call, { given: RunRemindersBody, command: RunReminders, requestId: true, keyedByRequest: true });
  }
}
