export * from './e-invoice';
