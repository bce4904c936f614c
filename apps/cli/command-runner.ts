import { randomUUID } from 'node:crypto';
import type { Command } from '@nestjs/cqrs';
import type { CommandContext, CommandResult } from '#billing';
import type { Refusal } from '#ledger';
import { CliFailure } from './cli-failure';

/** The part of a ledger that takes commands. */
export interface CommandSink {
  execute<Answer>(command: Command<CommandResult<Answer>>): Promise<CommandResult<Answer>>;
}

export type Settled<Answer> =
  | { readonly kind: 'accepted'; readonly answer: Answer; readonly repeated: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const attemptsMax = 5;

/**
 * Executes a command until its outcome is known: sent again it does nothing twice, so an unknown outcome is
 * asked for by sending it again.
 *
 * @throws CliFailure when nobody knows the outcome after several attempts.
 */
export async function settle<Answer>(sink: CommandSink, command: () => Command<CommandResult<Answer>>): Promise<Settled<Answer>> {
  let message = '';
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const result = await sink.execute(command());
    if (result.kind !== 'unknown') {
      return result;
    }
    message = result.message;
  }
  throw new CliFailure('refused', `The store did not say whether it wrote (${message}). Run the command again: nothing is done twice.`);
}

/** As `settle`, for commands that must be accepted. */
export async function accepted<Answer>(sink: CommandSink, command: () => Command<CommandResult<Answer>>): Promise<Answer> {
  const result = await settle(sink, command);
  if (result.kind === 'refused') {
    throw new CliFailure('refused', `${result.refusal.code}: ${result.refusal.message}`);
  }
  return result.answer;
}

/** This process, told apart from an earlier one that did the same: else a repeat would write the very same events. */
const thisProcess = randomUUID();

/** The command id says what was done, so that the same import has the same ids; the correlation says in which run. */
export const contextOf = (actor: string, run: string, subject: string, correlation: string = thisProcess): CommandContext => ({
  actor,
  commandId: `${run}:${subject}`,
  correlationId: `${run}@${correlation}`,
});

/** Contexts of one run, whose correlation no other run has, not even one of the same input in the same process. */
export function contextsOf(actor: string, run: string): (subject: string) => CommandContext {
  const correlation = randomUUID();
  return (subject) => contextOf(actor, run, subject, correlation);
}
