import { emptyRegister, evolveRegister, type RegisterState } from '../documents/register.state';
import type { StreamFold } from '../refusal';
import type { InvoiceRegisterEvent } from './invoice.events';

export type InvoiceRegisterState = RegisterState;

export const invoiceRegisterFold: StreamFold<InvoiceRegisterState, InvoiceRegisterEvent> = {
  initial: emptyRegister,
  evolve: (state, { data }, revision) => 
    evolveRegister(state, { id: data.invoiceId, seriesId: data.seriesId, number: data.number, issueDate: data.issueDate }, revision),
};
