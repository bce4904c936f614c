import type { Command } from '@nestjs/cqrs';
import { subjectFields, type CommandRefused, type Refusal } from '#ledger';
import type { CommandContext } from '../command-context';
import { isCleanId } from '../validation/plain-text';

/** What is kept of a refusal, and what it followed from. */
export interface RefusedRequest extends Readonly<CommandRefused['data']> {
  readonly correlationId: string;
}

/** Who asks, where the edge does not know them. */
export const nobody = 'unknown';

type Asked = Command<unknown> & { readonly body?: object; readonly context?: CommandContext };

const subjectsMax = 12;
const idLengthMax = 200;

/** What stays of a command that the ledger refused: ids and code. What it said otherwise may name people and is left out. */
export function refusedCommand(command: Asked, { kind, code }: Refusal): RefusedRequest {
  const { commandId, correlationId, ...caller } = command.context ?? { actor: nobody, commandId: nobody, correlationId: nobody };
  return { command: command.constructor.name, kind, code, subjects: subjectsOf(command.body ?? {}), requestId: commandId.slice(0, idLengthMax), by: recordedCaller(caller), correlationId };
}

/** Who asked, as it stands in a record. */
export function recordedCaller({ actor, keyId, role, channel = 'local' }: Pick<CommandContext, 'actor' | 'keyId' | 'role' | 'channel'>): CommandRefused['data']['by'] {
  return { actor: actor.slice(0, idLengthMax), ...(keyId === undefined ? {} : { keyId }), ...(role === undefined ? {} : { role }), channel };
}

/** The ids that a checked body, or the path of an address, names. */
export function subjectsOf(body: object): CommandRefused['data']['subjects'] {
  return Object.entries(body)
    .filter((entry): entry is [string, string] => subjectFields.has(entry[0]) && isCleanId(entry[1], idLengthMax))
    .slice(0, subjectsMax)
    .map(([field, id]) => ({ field, id }));
}
