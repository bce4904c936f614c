import { linesMatching, repositoryFiles, textOf } from './repository-files';

const files = repositoryFiles();
/** Types made from the OpenAPI document are no source: a test compares them with what the generator gives. */
const sources = files.filter((path) => /\.(ts|mjs|cjs)$/.test(path) && !path.startsWith('docs/contract/'));
/** What is searched for words: everything a person wrote, but not these rules, which have to spell the words out. */
const written = files.filter(
  (path) => /\.(ts|mjs|cjs|md|json|ya?ml|sh)$|^\.ci\//.test(path) && !/package-lock\.json$|^apps\/checks\/tidy\//.test(path),
);

describe('files', () => {
  test('are one idea each: none over 300 lines', () => {
    // An auditor reads and carries the verifier as one file that needs no other: it may be no folder of ideas.
    const long = sources.filter((path) => path !== 'apps/verifier/verify-log.mjs' && textOf(path).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  test('have lines that fit a screen: none over 200 characters', () => {
    expect(linesMatching(sources, /^.{201,}$/u)).toEqual([]);
  });

  test('have kebab-case names with a role, in kebab-case folders', () => {
    const name = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    expect(sources.filter((path) => !path.split('/').every((part) => name.test(part)))).toEqual([]);
  });

  test('are named for what they do, not for being useful', () => {
    expect(sources.filter((path) => /(^|[-./])(utils?|helpers?|common|managers?|misc)([-./]|$)/.test(path))).toEqual([]);
  });

  test('leave nothing for later', () => {
    expect(linesMatching(written, /(\/\/|\*|#|<!--).*\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  // A test that needs what is not there says so by name; nothing else is skipped.
  test('skip no test without a reason and single none out', () => {
    expect(linesMatching(written, /\b(it|test|describe)\.(only|todo|skip(?!\([^)]*skipped, because))\(|\b(fit|fdescribe|xit|xtest|xdescribe)\(/)).toEqual([]);
  });

  test('silence no compiler', () => {
    expect(linesMatching(written, /@ts-(ignore|nocheck)|\bas any\b/)).toEqual([]);
  });

  test('name no machine and no registry', () => {
    expect(linesMatching(written, /\/work\/|\/root\/|\/home\/[a-z]|registry\.[a-z]+\.(org|com|io)/)).toEqual([]);
  });
});
