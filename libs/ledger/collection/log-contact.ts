import { addDays } from '../dates';
import { accept, refusal, refuse, type Decision } from '../refusal';
import type { ContactLogged } from './collection.events';
import type { CollectionState } from './collection.state';

/** Somebody spoke or wrote with the debtor, or tried to. */
export interface LogContact extends Omit<ContactLogged['data'], 'contactedOn'> {
  readonly inputHash: string;
  /** Default: today. */
  readonly contactedOn?: string;
  readonly today: string;
}

export interface ContactAnswer {
  readonly contactId: string;
  readonly contactedOn: string;
  readonly outcome: ContactLogged['data']['outcome'];
  readonly followUpOn?: string;
}

/** Until its follow-up an account is not on the worklist, so a slip of the year would hide it. */
export const followUpDaysMax = 180;

export function decideLogContact(command: LogContact, state: CollectionState): Decision<ContactLogged, ContactAnswer> {
  const { inputHash, today, contactedOn = today, ...said } = command;
  const { contactId, followUpOn } = said;
  const before = state.contacts.get(contactId);
  if (before !== undefined) {
    return before.inputHash === inputHash
      ? accept([], answerOf(before.logged))
      : refuse(refusal('conflict', 'CONTACT.CONFLICT', `Contact ${contactId} is on record with other content; send the same content again, or take a new id.`, { contactId }));
  }
  if (contactedOn > today) {
    return refuse(refusal('invalid', 'CONTACT.FUTURE', `Contact ${contactId} cannot have been on ${contactedOn}; today is ${today}.`, { contactId, contactedOn, today }));
  }
  if (followUpOn !== undefined && followUpOn < contactedOn) {
    const message = `Contact ${contactId} of ${contactedOn} cannot be followed up on ${followUpOn}; take that day or a later one.`;
    return refuse(refusal('invalid', 'CONTACT.FOLLOW_UP', message, { contactId, contactedOn, followUpOn }));
  }
  const latest = addDays(contactedOn, followUpDaysMax);
  if (followUpOn !== undefined && followUpOn > latest) {
    const message = `Contact ${contactId} of ${contactedOn} is to be followed up on ${followUpOn}, more than ${followUpDaysMax} days later. Take a day up to ${latest}.`;
    return refuse(refusal('invalid', 'CONTACT.FOLLOW_UP_TOO_FAR', message, { contactId, contactedOn, followUpOn, latest }));
  }
  const data = { ...said, contactedOn };
  return accept([{ type: 'ContactLogged', data }], answerOf(data));
}

const answerOf = ({ contactId, contactedOn, outcome, followUpOn }: ContactLogged['data']): ContactAnswer => ({
  contactId, contactedOn, outcome, ...(followUpOn === undefined ? {} : { followUpOn }),
});
