export * from './day';
export * from './time-zone';
