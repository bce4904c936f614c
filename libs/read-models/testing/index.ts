export { chance } from './chance';
export { RandomHistory, type PlacedEvent } from './random-history';
export { TestLedger } from './test-ledger';
