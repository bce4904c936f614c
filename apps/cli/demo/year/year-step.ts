import type { CommandContext, CommandResult } from '#billing';
import { CliFailure } from '../../cli-failure';
import { accepted, contextOf, settle, type CommandSink } from '../../command-runner';
import type { Command } from '@nestjs/cqrs';

type Make<Answer> = (context: CommandContext) => Command<CommandResult<Answer>>;

/** Something the company does on a day. Steps are carried out by day, those of one day in the order they are told in. */
export interface YearStep {
  readonly on: string;
  readonly act: (play: YearPlay) => Promise<unknown>;
}

/** Sends the year's commands; ids and days are in them, so that the same year is played each time. */
export class YearPlay {
  #sent = 0;

  constructor(private readonly sink: CommandSink) {}

  do<Answer>(make: Make<Answer>): Promise<Answer> {
    const context = this.next('demo');
    return accepted(this.sink, () => make(context));
  }

  /** As a person with a role, whose authority is limited; what goes beyond it must wait. @returns the approval it waits for; null when it was let through before. */
  async askBeyond(actor: string, role: string, make: Make<unknown>): Promise<string | null> {
    const context = { ...this.next(actor), role };
    const settled = await settle(this.sink, () => make(context));
    if (settled.kind === 'accepted' && settled.repeated) {
      return null;
    }
    const approvalId = settled.kind === 'refused' ? settled.refusal.data['approvalId'] : undefined;
    if (typeof approvalId !== 'string') {
      throw new CliFailure('refused', `The demo expects this to wait for approval: ${JSON.stringify(settled)}`);
    }
    return approvalId;
  }

  doAs<Answer>(actor: string, role: string, make: Make<Answer>): Promise<Answer> {
    const context = { ...this.next(actor), role };
    return accepted(this.sink, () => make(context));
  }

  private next(actor: string): CommandContext {
    this.#sent += 1;
    return contextOf(actor, 'demo-year', String(this.#sent));
  }
}

export const step = (on: string, act: YearStep['act']): YearStep => ({ on, act });
