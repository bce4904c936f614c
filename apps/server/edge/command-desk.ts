import { Inject, Injectable } from '@nestjs/common';
import type { Command } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { checkedBody, inputHashOf, type CommandContext, type CommandResult } from '#billing';
import { StoreUnavailableError } from '#event-store';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { HttpMetrics } from '../operations/http-metrics';
import { outOfReachMsMax } from '../operations/readiness';
import { callerOf } from '../security/caller';
import type { Call } from './call';
import { expectedRevision } from './preconditions';
import { bodyProblem, problem, ProblemException, refusalProblem, unknownOutcome } from './problem';
import { RecentRequests } from './recent-requests';
import { ReadGate } from './read-gate';
import { correlationOf, idempotencyKey, requestIdOf } from './request-key';
import { RequestLog } from './request-log';

/** How one route turns a request into a command. */
export interface CommandRoute<Body extends object, Given extends object, Answer> {
  /** The class the sent body is checked against. */
  readonly given: new () => Given;
  readonly command: new (body: Body, context: CommandContext) => Command<CommandResult<Answer>>;
  /** Fields that come from the path: field → path parameter. */
  readonly path?: Readonly<Record<string, string>>;
  /** The body has no natural id: `requestId`, or else the Idempotency-Key, makes it happen once. */
  readonly requestId?: true;
  /** Nothing but the request says what it is about: without an Idempotency-Key, its `requestId` is the key. */
  readonly keyedByRequest?: true;
  /** From what is sent to what the command takes; default the same. */
  readonly toBody?: (given: Given) => Body;
}

export type CommandReply<Answer> = Answer & {
  /** Take it as `min` in a query to see this command's effect. */
  readonly writeToken: string | null;
  /** Ledger sequence of the last event, when it was known in time. */
  readonly sequence?: number;
};

/** What a command came to that was not refused. */
export interface Accepted {
  readonly reply: CommandReply<object>;
  readonly repeated: boolean;
}

/** The one way from an HTTP request to a command and back. */
@Injectable()
export class CommandDesk {
  private readonly recent = new RecentRequests<Accepted>(undefined, ({ reply }) => this.requests.forgotten(reply.sequence));

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly gate: ReadGate,
    private readonly requests: RequestLog,
    private readonly metrics: HttpMetrics,
  ) {}

  async run<Body extends object, Given extends object, Answer extends object>(
    call: Call,
    route: CommandRoute<Body, Given, Answer>,
  ): Promise<CommandReply<Answer>> {
    const sentKey = idempotencyKey(call.request);
    const body = this.bodyOf(call.request, route, sentKey);
    const key = sentKey ?? (route.keyedByRequest === true ? requestKeyOf(route.command.name, body) : null);
    const accepted = await this.decide(call, { key, body, command: route.command });
    if (accepted.repeated) {
      void call.reply.header('idempotent-replayed', 'true');
    }
    return accepted.reply as CommandReply<Answer>;
  }

  /** One command of a request whose body is not the command's own, or that brings several. `key`: what makes it happen once, if it has no natural id. */
  async decide<Body extends object, Answer extends object>(
    call: Call,
    { key, body, command }: { readonly key: string | null; readonly body: Body; readonly command: CommandRoute<Body, Body, Answer>['command'] },
  ): Promise<Accepted> {
    const caller = callerOf(call.request);
    if (caller === null) {
      throw problem(401, 'AUTH.KEY_REQUIRED', 'A command needs an API key.');
    }
    const correlationId = key === null ? call.request.id : correlationOf([caller.name, key, command.name, inputHashOf(body)]);
    const context = contextOf(call.request, { actor: caller.name, role: caller.role, keyId: caller.keyId, channel: 'http', commandId: key ?? call.request.id, correlationId });
    return this.once(key, context, () => this.execute(new command(body, context)));
  }

  private bodyOf<Body extends object, Given extends object, Answer>(
    request: FastifyRequest,
    route: CommandRoute<Body, Given, Answer>,
    key: string | null,
  ): Body {
    const sent = filledIn(request, route.path ?? {});
    if (route.requestId === true && sent['requestId'] === undefined) {
      if (key === null) {
        throw keyRequired();
      }
      sent['requestId'] = requestIdOf(key);
    }
    const checked = checkedBody(route.given, sent);
    if (!checked.ok) {
      throw bodyProblem(checked.problems);
    }
    // Without `toBody` the two classes are one; TypeScript cannot see that.
    return route.toBody === undefined ? (checked.body as unknown as Body) : route.toBody(checked.body);
  }

  /** One decision per key and content while it is under way, and the same answer afterwards. */
  private async once(key: string | null, context: CommandContext, decide: () => Promise<Accepted>): Promise<Accepted> {
    if (key === null) {
      return decide();
    }
    const scoped = `${context.actor}\n${key}`;
    const recalled = this.recent.recall(scoped, context.correlationId);
    if (recalled.kind === 'other-content') {
      throw keyReused(key);
    }
    if (recalled.kind === 'same') {
      return { ...(await recalled.outcome), repeated: true };
    }
    const outcome = this.decideUnlessReused(key, context, decide);
    this.recent.remember(scoped, context.correlationId, outcome);
    return outcome;
  }

  /** The log knows every key that ever wrote; it is asked when this process does not remember. */
  private async decideUnlessReused(key: string, context: CommandContext, decide: () => Promise<Accepted>): Promise<Accepted> {
    const earlier = await this.requests.correlationOf(context.actor, key);
    if (earlier !== null && earlier !== context.correlationId) {
      throw keyReused(key);
    }
    const accepted = await decide();
    // Under the same key a retry makes the very same events, so the store may take it for the first writing.
    return earlier === null ? accepted : { ...accepted, repeated: true };
  }

  private async execute<Answer extends object>(command: Command<CommandResult<Answer>>): Promise<Accepted> {
    this.requireStore();
    const result = await this.ledger.execute(command);
    const repeated = result.kind === 'accepted' && result.repeated;
    this.metrics.countCommand(command.constructor.name, repeated ? 'repeated' : result.kind);
    switch (result.kind) {
      case 'accepted': {
        const writeToken = result.writeToken ?? this.gate.tokenNow();
        const sequence = await this.gate.sequenceOf(writeToken);
        const reply = { ...result.answer, writeToken, ...(sequence === undefined ? {} : { sequence }) };
        return { reply, repeated: result.repeated };
      }
      case 'refused':
        throw refusalProblem(result.refusal);
      case 'unknown':
        throw unknownOutcome(result.message);
    }
  }

  /** Nobody should wait half a minute to hear what is known already. Nothing was sent, so the same request may come again. */
  private requireStore(): void {
    const { store } = this.ledger;
    const outOfReachMs = store.outOfReachMs?.() ?? 0;
    if (outOfReachMs >= outOfReachMsMax) {
      throw new StoreUnavailableError(store.description, `no answer for ${Math.floor(outOfReachMs / 1_000)} s`);
    }
  }
}

/** The sent object with the path's values in it; a body that says otherwise is refused. */
function filledIn(request: FastifyRequest, path: Readonly<Record<string, string>>): Record<string, unknown> {
  const body: unknown = request.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw bodyProblem([{ field: '', code: 'FIELD.OBJECT', rule: 'one JSON object', remedy: 'Send { … } as the API reference shows.' }]);
  }
  const sent: Record<string, unknown> = { ...body };
  const params = request.params as Readonly<Record<string, string>>;
  for (const [field, parameter] of Object.entries(path)) {
    const value = params[parameter];
    if (sent[field] !== undefined && sent[field] !== value) {
      throw bodyProblem([{ field, code: 'FIELD.PATH_MISMATCH', rule: 'the same as in the path', remedy: 'Leave it out of the body.' }]);
    }
    sent[field] = value;
  }
  return sent;
}

function requestKeyOf(command: string, body: object): string | null {
  const requestId = 'requestId' in body ? body.requestId : undefined;
  return typeof requestId === 'string' ? requestIdOf(`${command}:${requestId}`) : null;
}

function contextOf(request: FastifyRequest, context: CommandContext): CommandContext {
  const revision = expectedRevision(request);
  return revision === undefined ? context : { ...context, expectedRevision: revision };
}

function keyRequired(): ProblemException {
  const remedy = 'Send the header Idempotency-Key, or requestId in the body, so that it happens once.';
  return problem(422, 'IDEMPOTENCY.KEY_REQUIRED', `This request has no id of its own. ${remedy}`, {
    errors: [{ field: 'requestId', rule: 'required: an id of this request', remedy }],
  });
}

function keyReused(key: string): ProblemException {
  const used = `The Idempotency-Key ${JSON.stringify(key)} was used for another request.`;
  return problem(409, 'IDEMPOTENCY.KEY_REUSED', `${used} Send a new key for new content, or the first content again.`, {
    errors: [{ field: 'Idempotency-Key', value: key, rule: 'one key for one content', remedy: 'Send a new key.' }],
  });
}
