export { Chart, type ChartAccount } from './chart';
export { incomeRole } from './document-postings';
export { assertBalanced, currencyDigits, type PostingLine } from './posting-line';
export { shareOut } from './share-out';
export { postingEventTypes, postings, type PostingContext } from './postings';
