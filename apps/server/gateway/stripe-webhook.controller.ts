import { createHash } from 'node:crypto';
import { Controller, Inject, Post } from '@nestjs/common';
import type { Logger } from 'pino';
import { TakeGatewayNotice, type CommandContext } from '#billing';
import type { Refusal } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { problem, unknownOutcome, type ProblemException } from '../edge/problem';
import { markRefused } from '../edge/refused-requests';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SERVER_LOG } from '../operations/server-log';
import { NoticeRouteDoc } from '../routes/open-route-docs';

/**
 * Where Stripe tells what happened. It has no key of ours: its signature is checked first. Whatever is not answered with
 * 200 it sends again, for days: so what cannot be recorded yet, or must not be, stays visible there and in our log.
 */
@Controller('gateway/stripe/webhook')
export class StripeWebhookController {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    @Inject(SERVER_LOG) private readonly log: Logger,
  ) {}

  @Post()
  @NoticeRouteDoc()
  async take(@CurrentCall() { request }: Call): Promise<object> {
    const { body } = request;
    const header = request.headers['stripe-signature'];
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const signature = typeof header === 'string' ? header : undefined;
    const result = await this.ledger.execute(new TakeGatewayNotice({ bytes, signature }, contextOf(bytes)));
    if (result.kind === 'unknown') {
      throw unknownOutcome(result.message);
    }
    if (result.kind === 'refused') {
      this.log.error({ reqId: request.id, code: result.refusal.code, why: result.refusal.message }, 'gateway notice refused');
      markRefused(request, { code: result.refusal.code, onRecord: true });
      throw refusalOf(result.refusal);
    }
    const { eventId, type, outcome, why } = result.answer;
    this.log.info({ reqId: request.id, eventId, type, outcome, why }, 'gateway notice taken');
    return { received: true, outcome };
  }
}

/** The same bytes are the same command, however often they come. */
function contextOf(bytes: Uint8Array): CommandContext {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 48);
  return { actor: 'stripe webhook', channel: 'http', commandId: `notice-${hash}`, correlationId: `notice-${hash}` };
}

/** A stranger hears that it was refused, and nothing else; who signed it hears why. */
function refusalOf({ code, message }: Refusal): ProblemException {
  switch (code) {
    case 'GATEWAY.NONE':
      return problem(404, 'ROUTE.NOT_FOUND', 'There is nothing at this address with this method; the API reference is at /docs.');
    case 'GATEWAY.UNSIGNED':
      return problem(400, code, 'This is not signed by a secret that is known here, or not within five minutes.');
    case 'GATEWAY.OTHER_MODE':
    case 'GATEWAY.UNREADABLE':
      return problem(400, code, message);
    default:
      return problem(409, code, message);
  }
}
