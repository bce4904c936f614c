import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandResult } from '../command-context';
import { RecordUsage } from './record-usage.command';
import type { UsageAnswer } from './usage.answer';
import { UsageRecording } from './usage-recording';

@CommandHandler(RecordUsage)
export class RecordUsageHandler implements ICommandHandler<RecordUsage> {
  constructor(private readonly recording: UsageRecording) {}

  execute({ body, context }: RecordUsage): Promise<CommandResult<UsageAnswer>> {
    return this.recording.record(body, context);
  }
}
