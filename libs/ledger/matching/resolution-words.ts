import type { DiscrepancyKind } from './matching.types';

/** What a person is to do about a parked line. */
export const resolutionWords: Readonly<Record<DiscrepancyKind, string>> = {
  short: 'Less came in than is open. Allocate it as part of the item and keep the rest open, or accept the difference as a deduction if it was agreed.',
  over: 'More came in than the items named. Allocate what is open and leave the rest on the account, or refund it.',
  'unknown-payer': 'Nothing says for sure whose money this is. Choose the account, or ask the payer.',
  duplicate: 'What the line names was paid before. If that payment was entered by hand, resolve the line as it; else leave the money on the account, or refund it.',
  'fee-deducted': 'A bank kept charges. Allocate the amount and accept the charges as a deduction if they are yours to bear.',
  'wrong-currency': 'The money is in another currency than what is open. Receive it on the account, then settle it across currencies, or ask the payer.',
  ambiguous: 'More than one reading fits. Choose the one the payer meant, or ask.',
  'unknown-debit': 'Money left the account and nothing in the books explains it. Say which refund, reversal, payout or fee it is, or that it does not concern receivables.',
};
