import { conflict, firstRefusal, refuseFutureDay, refuseUnrealDay } from '../input-rules';
import { daysBetween } from '../dates';
import { isIban } from '../documents/check-digits';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusal';
import type { MandateGiven } from './customer.events';
import { customerContact, type CustomerState, type Mandate } from './customer.state';
import { refuseStranger } from './customer-refusals';

/** A customer signed that a legal entity may collect from their account. */
export type GiveMandate = MandateGiven['data'] & { readonly inputHash: string; readonly today: string };

export interface MandateAnswer {
  readonly customerId: string;
  readonly mandateId: string;
  readonly revision: number;
}

/** Ids of mandates and debits as banks take them: no slash at an end, no two in a row. */
export const isSepaId = (text: string): boolean => /^[A-Za-z0-9+?:().,'-](?:[A-Za-z0-9+?/:().,' -]{0,33}[A-Za-z0-9+?:().,'-])?$/.test(text) && !text.includes('//');

export function decideGiveMandate(command: GiveMandate, state: CustomerState): Decision<MandateGiven, MandateAnswer> {
  const { inputHash, today, ...data } = command;
  const { customerId, mandateId } = data;
  const stranger = refuseStranger(customerId, state);
  if (stranger !== undefined) {
    return refuse(stranger);
  }
  const known = state.mandates.get(mandateId);
  if (known !== undefined) {
    return known.inputHash === inputHash
      ? accept([], { customerId, mandateId, revision: state.revision })
      : refuse(conflict('MANDATE.CONFLICT', 'mandate', mandateId, 'A mandate does not change: take a new id for a new one.'));
  }
  const reason = refuseMandate(data, state, today);
  return reason === undefined ? accept([{ type: 'MandateGiven', data }], { customerId, mandateId, revision: state.revision + 1 }) : refuse(reason);
}

/** The refusal names no bank details: they are personal. */
function refuseMandate({ customerId, mandateId, signedOn, personal }: MandateGiven['data'], state: CustomerState, today: string): Refusal | undefined {
  if (customerContact(state)?.kind === 'walk-in') {
    return refusal('invalid', 'MANDATE.WALK_IN', 'a walk-in stands for unknown buyers, who give no mandate. Register the buyer.', { customerId });
  }
  if (!isSepaId(mandateId)) {
    return refusal('invalid', 'MANDATE.ID', 'mandateId has characters that banks do not take. Use 1 to 35 letters, digits and - . only.', { field: 'mandateId', customerId });
  }
  if (personal.iban === undefined || !isIban(personal.iban)) {
    return refusal('invalid', 'MANDATE.IBAN', 'a direct debit needs an IBAN that passes its own check digits. Copy it again, without spaces.', { field: 'personal.iban', customerId });
  }
  if (personal.accountHolder === undefined || personal.accountHolder.trim() === '') {
    return refusal('invalid', 'MANDATE.HOLDER', 'a mandate names the holder of the account. Send it.', { field: 'personal.accountHolder', customerId });
  }
  return firstRefusal(refuseUnrealDay('signedOn', signedOn), refuseFutureDay('signedOn', signedOn, today));
}

/** The longest that a mandate lives without being used, as the scheme has it: 36 months. */
const unusedDaysMax = 1096;

/** The mandate by which an entity collects on a day: the one signed last of those in force. */
export function mandateInForce(
  state: CustomerState,
  asked: { readonly entityId: string; readonly scheme: 'core' | 'b2b'; readonly day: string },
  lastUsed: (mandateId: string) => string | undefined = () => undefined,
): Mandate | undefined {
  return [...state.mandates.values()]
    .filter(({ given, revoked }) => given.entityId === asked.entityId && given.scheme === asked.scheme && given.signedOn <= asked.day && revoked === null)
    .filter(({ given }) => daysBetween(lastUsed(given.mandateId) ?? given.signedOn, asked.day) <= unusedDaysMax)
    .sort((left, right) => (left.given.signedOn < right.given.signedOn ? -1 : left.given.signedOn > right.given.signedOn ? 1 : 0))
    .at(-1);
}
