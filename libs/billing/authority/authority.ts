import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import { canonicalJson, type EventOrigin } from '#event-store';
import { formatMinor, knownCurrency } from '#money';
import {
  approvalProgress, authorityLimits, decideCarriedOut, decideRequestApproval, exceededLimit, refusal, type ApprovalAnswer, type ApprovalRequested,
  type ExceededLimit, type MeasuredAct, type Refusal,
} from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { inputHashOf, originFollowing, originOf } from '../decisions/command-origin';
import type { Outcome } from '../decisions/decision-group';
import { plainContent } from '../decisions/plain-content';
import { findEntity, type EntityFacts } from '../entities/entity-facts';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { UnknownStepOutcome } from '../ledger/unknown-step-outcome';
import { checkedBody } from '../validation/checked-body';
import type { LimitedCommand } from './limited-command';
import { limitedCommands } from './limited-commands';

/** A command beyond the caller's limit, and where. */
interface Beyond extends ExceededLimit {
  readonly entity: EntityFacts;
}

type Asked = Command<CommandResult<unknown>> & { readonly body?: object; readonly context?: CommandContext };

/**
 * What a role may do alone. A command beyond it is not refused for good: it is put on record as it was sent, and another
 * person lets it through. Callers without a role (imports, the command line) hold the data folder and are not limited.
 */
@Injectable()
export class Authority {
  private readonly known = new Map(limitedCommands.map((limited) => [limited.command.name, limited]));

  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly commands: CommandBus,
  ) {}

  /** Null: go on. Else why not, with the approval it waits for. */
  async refuse(command: Asked): Promise<CommandResult<never> | null> {
    const limited = this.known.get(command.constructor.name);
    const { body, context } = command;
    if (limited === undefined || body === undefined || context?.role === undefined) {
      return null;
    }
    const beyond = await this.beyond(limited, body, context.role);
    return beyond === undefined ? null : this.ask(command.constructor.name, { body, context }, beyond);
  }

  /** The limit of a role that a waiting command goes beyond, if it does. */
  async exceededBy(role: string, request: ApprovalRequested['data']): Promise<ExceededLimit | undefined> {
    const limited = this.known.get(request.command);
    const body = limited === undefined ? undefined : bodyOf(limited, request.content);
    return limited === undefined || body === undefined ? undefined : this.beyond(limited, body, role);
  }

  /** Carries out a granted command, once; walked again it finds it done. */
  async carryOut(approvalId: string, origin: EventOrigin): Promise<ApprovalAnswer & { readonly position: string | null }> {
    const { request, progress } = await this.ledger.streams.approval.query(approvalId, (state) => ({ request: state.request, progress: approvalProgress(state) }));
    if (request === null || progress !== 'granted') {
      return { approvalId, progress: progress ?? 'requested', position: null };
    }
    const result = await this.execute(request, origin);
    if (result.kind === 'unknown') {
      throw new UnknownStepOutcome(result.message);
    }
    const outcome =
      result.kind === 'accepted'
        ? { approvalId, outcome: 'done' as const }
        : { approvalId, outcome: 'refused' as const, code: result.refusal.code, message: result.refusal.message.slice(0, 1000) };
    const recorded = await this.ledger.streams.approval.decide(approvalId, originFollowing(origin, approvalId), (state) => decideCarriedOut(outcome, state));
    const written = result.kind === 'accepted' ? result.writeToken : null;
    return { ...answered(recorded), position: recorded.kind === 'accepted' ? (recorded.position ?? written) : written };
  }

  private async execute(request: ApprovalRequested['data'], origin: EventOrigin): Promise<CommandResult<unknown>> {
    const limited = this.known.get(request.command);
    const body = limited === undefined ? undefined : bodyOf(limited, request.content);
    if (limited === undefined || body === undefined) {
      return { kind: 'refused', refusal: refusal('conflict', 'APPROVAL.OUTDATED', `approval ${request.approvalId} is of ${request.command} as it is not taken any more. Send the command anew.`) };
    }
    const context: CommandContext = { actor: request.requestedBy, commandId: `approval:${request.approvalId}`, correlationId: origin.correlationId };
    return this.commands.execute(new limited.command(body, context));
  }

  private async beyond(limited: LimitedCommand, body: object, role: string): Promise<Beyond | undefined> {
    const named = await limited.entityOf(body, this.ledger);
    const entityIds = named === null ? await this.ledger.entities.asOfLog(0) : [named];
    for (const entityId of entityIds) {
      const found = await findEntity(this.ledger, entityId);
      const exceeded = found.ok ? await this.exceeded(limited, body, { role, entity: found.facts }) : undefined;
      if (found.ok && exceeded !== undefined) {
        return { ...exceeded, entity: found.facts };
      }
    }
    return undefined;
  }

  /** Limits are few and rarely set, so they are looked at as the log has them. */
  private async exceeded(limited: LimitedCommand, body: object, { role, entity }: { readonly role: string; readonly entity: EntityFacts }): Promise<ExceededLimit | undefined> {
    const limits = await this.ledger.streams.entity.query(entity.entityId, (state) => authorityLimits(state), limitsAgeMaxMilliseconds);
    if (limits?.limits.some((limit) => limit.role === role) !== true) {
      return undefined;
    }
    const measured: readonly MeasuredAct[] = await limited.measure(body, { ledger: this.ledger, entity });
    return exceededLimit(limits, role, measured, entity.configuration.baseCurrency);
  }

  private async ask(command: string, { body, context }: { readonly body: object; readonly context: CommandContext }, beyond: Beyond): Promise<CommandResult<never> | null> {
    const approvalId = approvalIdOf(context.actor, command, body);
    const data = requestOf(approvalId, { command, body, context }, beyond);
    const origin = originOf({ ...context, commandId: `${context.commandId}~approval` }, { approvalId });
    const outcome = await this.ledger.streams.approval.decide(approvalId, origin, (state) => decideRequestApproval(data, state));
    if (outcome.kind !== 'accepted') {
      return outcome.kind === 'refused' ? outcome : { kind: 'unknown', message: outcome.message };
    }
    // Carried out before: the command itself answers as it did then.
    return outcome.answer.progress === 'done' ? null : { kind: 'refused', refusal: waiting(outcome.answer, beyond) };
  }
}

/** How old the limits may be on another node, in milliseconds. */
const limitsAgeMaxMilliseconds = 1_000;

/** The same request of the same person is one approval, however often it is sent. */
const approvalIdOf = (actor: string, command: string, body: object): string =>
  inputHashOf({ actor, command, content: inputHashOf(body) }).replace(/^[^:]*:/, '').slice(0, 32);

function requestOf(
  approvalId: string,
  { command, body, context }: { readonly command: string; readonly body: object; readonly context: CommandContext },
  { entity, measured, allowed }: Beyond,
): ApprovalRequested['data'] {
  const { baseCurrency } = entity.configuration;
  const { digits } = knownCurrency(baseCurrency);
  const amount = typeof measured.amount === 'bigint' ? { amount: formatMinor(measured.amount, digits) } : {};
  return {
    approvalId, entityId: entity.entityId, act: measured.act, subject: measured.subject, ...amount, limit: allowed, currency: baseCurrency, command,
    content: canonicalJson(JSON.parse(JSON.stringify(plainContent(body)))), requestedBy: context.actor, role: context.role ?? '',
  };
}

function waiting({ approvalId, progress }: ApprovalAnswer, { measured, allowed }: Beyond): Refusal {
  const next =
    progress === 'denied'
      ? 'Another person denied it; send other content under a new id.'
      : progress === 'refused'
        ? 'It was granted and then could not be carried out; look at the approval for why.'
        : `It is on record as approval ${approvalId}: another person may grant it.`;
  return refusal('forbidden', 'AUTHORITY.APPROVAL_NEEDED', `your role may do this ${measured.act} alone only up to ${allowed}. ${next}`, {
    approvalId, act: measured.act, allowed, progress,
  });
}

function bodyOf(limited: LimitedCommand, content: string): object | undefined {
  const checked = checkedBody(limited.body, JSON.parse(content));
  return checked.ok ? checked.body : undefined;
}

function answered(outcome: Outcome<ApprovalAnswer>): ApprovalAnswer {
  if (outcome.kind === 'accepted') {
    return outcome.answer;
  }
  if (outcome.kind === 'unknown') {
    throw new UnknownStepOutcome(outcome.message);
  }
  throw new Error(`an approval refused its own outcome: ${outcome.refusal.code}`);
}
