export { chance } from './chance';
export { RandomHistory, type PlacedEvent } from './random-history';
export { TestLedger } from './test-ledger';
export { scratchDatabase, tellWhenPostgresIsSkipped, testPostgres } from './test-read-stores';
