export type * from './bank-statement';
