export * from './payment.state';
export { paymentFold } from './payment.fold';
export * from './receive-payment';
export { decideIdentifyPayment, unknownPayment, type AskedSplit, type IdentifyPayment, type PaymentIdentifiedAnswer } from './identify-payment';
export { decideReverseIdentification, type IdentificationReversedAnswer, type ReverseIdentification } from './reverse-identification';
export * from './reverse-payment';
export * from './reversed-parts';
export * from './move-payment';
