import { randomUUID } from 'node:crypto';
import { Command, Option } from 'nest-commander';
import { checkedBody, type Ledger } from '#billing';
import { CliFailure } from '../cli-failure';
import { settle } from '../command-runner';
import { openForWriting } from '../data-folder';
import { LedgerCommand, type DataOptions } from '../daybook-command';
import { commandLineActor, recordAt } from '../on-record/place-records';
import { ownRequest } from '../period/own-request';
import { givenBodies } from './given-bodies';
import { knownCommands, type KnownCommand } from './known-commands';

interface DoOptions extends DataOptions {
  readonly list?: true;
}

@Command({
  name: 'do',
  arguments: '[command] [file]',
  description: 'give a command as JSON, as the API takes it; --list names them all',
  argsDescription: { command: 'such as write-off', file: 'one JSON object or a list; - or none: what is piped in' },
})
export class DoCommand extends LedgerCommand<DoOptions> {
  protected override async execute([asked = '', file = '-']: readonly string[], options: DoOptions): Promise<void> {
    if (options.list === true) {
      this.terminal.print([...knownCommands.keys()].sort().join('\n'));
      return;
    }
    const known = knownCommands.get(asked);
    if (known === undefined) {
      throw new CliFailure('usage', `There is no command ${JSON.stringify(asked)}; daybook do --list names them all.`);
    }
    const bodies = await this.checked(known, await givenBodies(file), options);
    const ledger = await openForWriting(this.placeOf(options), { followLog: false });
    try {
      for (const [index, body] of bodies.entries()) {
        this.terminal.print(JSON.stringify(await this.answer(ledger, known, { body, index })));
      }
    } finally {
      await ledger.close();
    }
  }

  /** A body that is none of this command is refused, and that is on record as if the API had been asked. */
  private async checked(known: KnownCommand, given: readonly unknown[], options: DoOptions): Promise<readonly object[]> {
    try {
      return given.map((body, index) => bodyOf(known, body, index));
    } catch (error) {
      const by = { actor: commandLineActor(), channel: 'local' as const };
      const data = { command: known.command.name, kind: 'invalid' as const, code: 'REQUEST.INVALID', subjects: [], requestId: randomUUID(), by };
      // It is refused in any case, also where nothing can be written.
      await recordAt(this.placeOf(options), { type: 'CommandRefused', data }).catch(() => this.terminal.note('This refusal could not be put on record.'));
      throw error;
    }
  }

  /** What came before a refusal stays done: each body is a decision of its own. */
  private async answer(ledger: Ledger, { name, command: Kind }: KnownCommand, { body, index }: { readonly body: object; readonly index: number }): Promise<unknown> {
    const { context } = ownRequest(name, undefined);
    const result = await settle(ledger, () => new Kind(body as never, context));
    if (result.kind === 'refused') {
      throw new CliFailure('refused', `body ${index + 1}: ${result.refusal.code}: ${result.refusal.message}`);
    }
    return result.answer;
  }

  @Option({ flags: '--list', description: 'names of all commands' })
  list(): true {
    return true;
  }
}

function bodyOf({ name, body }: KnownCommand, given: unknown, index: number): object {
  const checked = checkedBody(body, given);
  if (checked.ok) {
    return checked.body;
  }
  const problems = checked.problems.map(({ field, value, rule, remedy }) => `  ${field}${value === undefined ? '' : ` ${JSON.stringify(value)}`}: must be ${rule}. ${remedy}`);
  throw new CliFailure('usage', `body ${index + 1} is no ${name}; nothing was done:\n${problems.join('\n')}`);
}
