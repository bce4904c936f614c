import type { StreamFold } from '../refusal';
import type { ExternalInvoiceEvent, ExternalInvoiceRecorded } from './external-invoice.events';

export interface ExternalInvoiceState {
  recorded: ExternalInvoiceRecorded['data'] | null;
  inputHash: string | null;
}

export const externalInvoiceFold: StreamFold<ExternalInvoiceState, ExternalInvoiceEvent> = {
  initial: () => ({ recorded: null, inputHash: null }),
  evolve: (_state, event, _revision, inputHash) => ({ recorded: event.data, inputHash }),
};

/** Ours, made from source and number; a source holds no `~`, so no two documents share one. */
export const externalInvoiceIdOf = (source: string, documentNumber: string): string => `ext~${source}~${documentNumber}`;
