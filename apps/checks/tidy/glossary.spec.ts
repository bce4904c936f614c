import { repositoryFiles, textOf, linesMatching } from './repository-files';

/** The words of the glossary's last column, each with the word that stands in its place. */
function forbiddenWords(): { readonly forbidden: string; readonly word: string }[] {
  return textOf('docs/glossary.md')
    .split('\n')
    .filter((line) => /^\| /.test(line) && !/^\| word /.test(line))
    .flatMap((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return (cells[3] ?? '')
        .split(',')
        .map((text) => text.trim())
        .filter((text) => text !== '')
        .map((forbidden) => ({ forbidden, word: cells[1] ?? '' }));
    });
}

const sources = repositoryFiles().filter((path) => /\.(ts|md)$/.test(path) && path !== 'docs/glossary.md');

describe('glossary', () => {
  test('lists words that are not used', () => {
    expect(forbiddenWords().length).toBeGreaterThan(3);
  });

  test.each(forbiddenWords())('"$forbidden" is called $word', ({ forbidden }) => {
    const text = forbidden.replaceAll(/[-.]/g, '\\$&');
    expect(linesMatching(sources, new RegExp(`(^|[^\\w])${text}`, 'i'))).toEqual([]);
  });
});
