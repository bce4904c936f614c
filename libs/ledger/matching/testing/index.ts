export { generateMatchingSet, partKey, type GeneratedSet, type LineTruth } from './generated-lines';
export { scoreMatching, type Score } from './score-matching';
