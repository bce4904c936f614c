import * as fc from 'fast-check';

/**
 * Runs before each test file. Properties draw from another seed each time, so that every run looks elsewhere; under
 * DAYBOOK_TEST_SEED they draw from that one. `.ci/run` makes it from the tree it checks: the same tree is then judged
 * the same way on every machine, and what it finds anybody finds again.
 */
const given = process.env.DAYBOOK_TEST_SEED;

if (given !== undefined && given !== '') {
  if (!/^\d{1,10}$/.test(given)) {
    throw new Error(`DAYBOOK_TEST_SEED is ${JSON.stringify(given.slice(0, 20))}: give a whole number of at most 10 digits.`);
  }
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) | 0 });
}
