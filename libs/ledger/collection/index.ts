export * from './collection.state';
export * from './record-skipped';
