export { Chart, type ChartAccount } from './chart';
export { assertBalanced, currencyDigits, type PostingLine } from './posting-line';
export { postingEventTypes, postings, type PostingContext } from './postings';
