export * from './bank-statement.state';
export * from './import-statement';
export * from './settle-line';
export * from './charge-bank-fee';
export { isBankFee, isInterest, takesBack } from './classify-debit';
export { roundedBase } from './rounded-base';
export { refundReturnSubject } from './refund-return-subject';
