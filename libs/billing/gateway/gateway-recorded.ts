import type { GatewayEvent, PaymentGateway } from '#gateway';
import { refusal } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import type { EntityFacts } from '../entities/entity-facts';
import type { GatewayNoticeAnswer } from './gateway.answer';

export type Recorded = CommandResult<Pick<GatewayNoticeAnswer, 'outcome' | 'why'>>;

/** Where a notice comes from, and whose money it is about. */
export interface NoticePlace {
  readonly gateway: PaymentGateway;
  readonly entity: EntityFacts;
}

/** A notice with what every fact made of it needs. */
export interface NoticeFacts extends NoticePlace {
  readonly context: CommandContext;
  /** Day it happened, where the legal entity is; not after today there. */
  readonly on: string;
}

export type EventOfKind<Kind extends GatewayEvent['kind']> = Extract<GatewayEvent, { readonly kind: Kind }>;

export const nothing = (why: string): Recorded => ({ kind: 'accepted', answer: { outcome: 'nothing', why }, writeToken: null, repeated: false });
export const again = (): Recorded => ({ kind: 'accepted', answer: { outcome: 'known' }, writeToken: null, repeated: true });
export const conflict = (code: string, message: string, data: Readonly<Record<string, string>>): Recorded => refusedResult(refusal('conflict', code, message, data));
export const notYet = (what: string, data: Readonly<Record<string, string>>): Recorded =>
  conflict('GATEWAY.NOT_YET', `${what} is not on record. It may be told later: send this again then.`, data);
/** Nothing converts money here, so nothing is booked of it: the gateway tells it again, and a person books it by its report. */
export function otherCurrency(what: string, data: { readonly currency: string; readonly amount: string; readonly expected: string } & Readonly<Record<string, string>>): Recorded {
  const message = `${what} is of ${data.amount} ${data.currency}, yet what it belongs to is on record in ${data.expected}. Nothing was recorded; book it by the gateway's report.`;
  return conflict('GATEWAY.OTHER_CURRENCY', message, data);
}
export const recorded = (result: CommandResult<unknown>): Recorded => (result.kind === 'accepted' ? { ...result, answer: { outcome: result.repeated ? 'known' : 'recorded' } } : result);
