import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { canonicalJson } from '#event-store';
import { decideDefineMapping, refusal, type MappingAnswer } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { refusedResult, resultOf } from '../decisions/command-result';
import { atExpectedRevision } from '../decisions/expected-revision';
import { plainContent } from '../decisions/plain-content';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { checkMapping, mappingLengthMax } from './check-mapping';
import { DefineMapping } from './define-mapping.command';

@CommandHandler(DefineMapping)
export class DefineMappingHandler implements ICommandHandler<DefineMapping> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: DefineMapping): Promise<CommandResult<MappingAnswer>> {
    const { mappingName, ...given } = plainContent(body);
    const checked = checkMapping(given);
    if (!checked.ok) {
      return refusedResult(checked.refusal);
    }
    const definition = canonicalJson(given);
    if (definition.length > mappingLengthMax) {
      return refusedResult(refusal('invalid', 'MAPPING.TOO_LONG', `the mapping has ${definition.length} characters; at most ${mappingLengthMax} are kept. Shorten its tables.`, { mappingName }));
    }
    const command = { mappingName, kind: checked.mapping.kind, definition };
    const decide = this.ledger.streams.mapping.decide(mappingName, originOf(context, body), (state, revision) =>
      atExpectedRevision(context, revision, decideDefineMapping(command, state)),
    );
    return resultOf(await decide, (answer) => answer);
  }
}
