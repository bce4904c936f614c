import { emptyRegister, evolveRegister, type RegisterState } from '../documents/register.state';
import type { StreamFold } from '../refusal';
import type { CreditNoteRegisterEvent } from './credit-note.events';

export type CreditNoteRegisterState = RegisterState;

export const creditNoteRegisterFold: StreamFold<CreditNoteRegisterState, CreditNoteRegisterEvent> = {
  initial: emptyRegister,
  evolve: (state, { data }, revision) =>
    evolveRegister(state, { id: data.creditNoteId, seriesId: data.seriesId, number: data.number, issueDate: data.issueDate }, revision),
};
