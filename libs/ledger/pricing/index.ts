export { checkLines, linesMax, type CheckedLine, type LineToPrice, type TaxCategory } from './sale-line';
export {
  priceLines, type PricedDocument, type PricingRules, type TaxSummaryRow, type Totals,
} from './price-lines';
export type { DocumentDiscount } from './document-discount';
export type { Rounding } from './rounding-task';
export { dueSchedule, type Instalment, type Terms } from './due-schedule';
export { baseAmounts, refuseTooLargeInBase, type BaseAmounts, type BaseRate } from './base-amounts';
export { sumLines, type FigureLine, type LineSums } from './sum-lines';
