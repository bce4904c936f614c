export * from './collection.state';
export * from './record-skipped';
export * from './log-contact';
export * from './worklist';
