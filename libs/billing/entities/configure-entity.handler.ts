import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideConfigureEntity } from '#ledger';
import type { CommandResult } from '../command-context';
import { originOf } from '../decisions/command-origin';
import { resultOf } from '../decisions/command-result';
import { plainContent } from '../decisions/plain-content';
import { atExpectedRevision } from '../decisions/expected-revision';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { ConfigureEntity, type EntityAnswer } from './configure-entity.command';

@CommandHandler(ConfigureEntity)
export class ConfigureEntityHandler implements ICommandHandler<ConfigureEntity> {
  constructor(@Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext) {}

  async execute({ body, context }: ConfigureEntity): Promise<CommandResult<EntityAnswer>> {
    const { series, chart, policies, authority, waysToPay, requestId: _, ...profile } = plainContent(body);
    const command = {
      configuration: { ...profile, waysToPay: waysToPay ?? [] },
      ...(series === undefined ? {} : { series }),
      ...(chart === undefined ? {} : { chart }),
      ...(authority === undefined ? {} : { authority }),
      ...(policies === undefined ? {} : { policies: policies.map((policy) => ({ ...policy, steps: policy.steps.map(onOutbox) })) }),
    };
    const outcome = await this.ledger.streams.entity.decide(
      body.entityId,
      originOf(context, body),
      (state, revision) => atExpectedRevision(context, revision, decideConfigureEntity(command, state)),
    );
    if (outcome.kind === 'accepted') {
      this.ledger.entities.add(body.entityId);
    }
    return resultOf(outcome, (answer) => answer);
  }
}

/** A step that names no channel goes to the outbox. */
const onOutbox = <Step extends { readonly channel?: 'outbox' | 'email' }>(step: Step): Step & { readonly channel: 'outbox' | 'email' } => ({ ...step, channel: step.channel ?? 'outbox' });
