import { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '../command-context';
import type { GatewayNoticeAnswer } from './gateway.answer';

/** What a gateway sent: the bytes as they came, and what signs them. */
export interface SentNotice {
  readonly bytes: Uint8Array;
  readonly signature: string | undefined;
}

/** Believes a gateway's notice when it is signed, and records what it says once. */
export class TakeGatewayNotice extends Command<CommandResult<GatewayNoticeAnswer>> {
  constructor(
    readonly sent: SentNotice,
    readonly context: CommandContext,
  ) {
    super();
  }
}
