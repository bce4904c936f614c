export type {
  BankLine, KnownPayer, MatchedDeduction, MatchedItem, MatchingFacts, MatchingOptions, MatchResult, OpenItemDraft, Proposal as MatchingProposal, SettledInvoice,
} from './matching.types';
export { defaultMatching } from './matching.types';
export { indexOpenItems, compactIban, type OpenItemIndex } from './open-item-index';
export { matchLines } from './match-lines';
export { resolutionWords } from './resolution-words';
