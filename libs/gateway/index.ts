export * from './payment-gateway';
export { gatewayFromEnvironment, type OpenGateway } from './gateway-settings';
export { StripeGateway, stripeApiVersion, type StripeSettings } from './stripe/stripe-gateway';
export { toleranceSeconds } from './stripe/stripe-signature';
