export { madeFacts, type MadeBooks } from './made-facts';
export { checkSafT, type SafTFigures } from './check-saf-t';
export { againstSchema, hasSafTSchema, whySkipped } from './saf-t-schema';
