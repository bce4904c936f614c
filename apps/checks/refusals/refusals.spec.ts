import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalCodes } from './refusal-codes';
import { refusalsPage, toldCodes } from './refusals-page';
import { wordsElsewhere } from './words-elsewhere';

const root = join(__dirname, '../../..');
const codes = refusalCodes(root);
const byCode = new Map(codes.map((found) => [found.code, found]));

describe('the page of refusals', () => {
  test('holds every code of the sources, as they are now: npm run docs:refusals writes it', () => {
    expect(readFileSync(join(root, 'docs/refusals.md'), 'utf8')).toBe(refusalsPage(codes));
  });

  // Read off the running product, so that the reading of the sources is held against something else.
  test.each([
    ['STATEMENT.LINE_MATCHED', '409', /line/],
    ['CUSTOMER.UNKNOWN', '404', /customer … is not registered\. Register it first\./],
    ['XML.DOCTYPE', '422', /DOCTYPE|document type/i],
    ['IDEMPOTENCY.KEY_REUSED', '409', /Send a new key for new content/],
    ['CUSTOMER.RETENTION_HOLD', '409', /under retention hold/],
    ['ENTITY.UNKNOWN', '404', /./],
  ])('%s is told with its status and words', (code, status, words) => {
    const found = byCode.get(code);
    expect(found?.message).toMatch(words);
    expect([code, found?.status]).toEqual([code, status]);
  });

  test('has words for every code, and for none that is gone', () => {
    expect(toldCodes(codes).filter(({ message }) => message.replace(/[…\s/]/g, '') === '').map(({ code }) => code)).toEqual([]);
    expect(Object.keys(wordsElsewhere).filter((code) => byCode.get(code)?.message !== '')).toEqual([]);
  });
});
