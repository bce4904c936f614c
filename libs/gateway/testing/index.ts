export { StripeStandIn, type SeenRequest } from './stripe-stand-in';
export { StripeBooks, type StoodIntent, type StoodRefund } from './stripe-books';
export { signatureHeader } from './signed-notice';
