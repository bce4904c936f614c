import type { RefundAnswer as DecidedRefund } from '#ledger';
import type { OfAccount } from '../accounts/correction.answer';

export type RefundAnswer = OfAccount<DecidedRefund>;
