export { closingsWithoutTotals, periodFold, type Closing, type PeriodState } from './period.state';
export * from './close-period';
export * from './reopen-period';
export * from './record-totals';
export * from './revalue-currency';
export * from './period-history';
