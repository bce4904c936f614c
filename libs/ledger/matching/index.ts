export * from './matching.types';
export { indexOpenItems, compactIban, type OpenItemIndex } from './open-item-index';
export { matchLines } from './match-lines';
export { resolutionWords } from './resolution-words';
