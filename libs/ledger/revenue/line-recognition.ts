import type { ServicePeriod, RecognitionRule } from '../contract/contract-terms';
import type { LineRecognition } from '../invoice-register/invoice.events';
import type { Currency } from '#money';

/** What the recognition of a line is worked out from. Amounts are fixed-scale text in the document's currency. */
export interface RecognitionRequest {
  readonly rule: RecognitionRule;
  readonly net: string;
  readonly currency: Currency;
  readonly supplyDate: string;
  readonly servicePeriod?: ServicePeriod;
  /** Recognised before it was billed, and what that stands at in base currency. */
  readonly contractAsset?: string;
  readonly contractAssetBase?: string;
}

/** When a line's revenue counts, fixed for ever when its invoice is assigned. */
export function lineRecognition(request: RecognitionRequest): LineRecognition {
  return { rule: request.rule };
}
