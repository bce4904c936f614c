export * from './currency';
export { Decimal } from './decimal';
export * from './amount-grammar';
export * from './minor-units';
export * from './money';
export * from './rounding';
export * from './apportion';
