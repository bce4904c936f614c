import { refusal, type Checked, type Refusal } from '#ledger';

export const passed = <Value>(value: Value): Checked<Value> => ({ ok: true, value });
export const failed = (reason: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal: reason });

/**
 * A document that EN 16931 cannot carry. It was issued rightly and stays: the remedy is in what is configured for the next
 * one, or in sending the PDF.
 */
export function notCarried(code: string, field: string, message: string): Refusal {
  return refusal('conflict', code, message, { field });
}
