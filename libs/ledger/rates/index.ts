export { rateOn, ratesFold, type RatesState } from './rates.state';
export * from './record-rates';
export * from './rate-list';
