import { dirname, join, normalize } from 'node:path';
import { exists, repositoryFiles, textOf } from './repository-files';

const pages = repositoryFiles().filter((path) => path.endsWith('.md'));

describe('documentation', () => {
  test.each([
    'README.md', 'docs/glossary.md', 'docs/architecture.md', 'docs/event-catalogue.md', 'docs/security.md', 'docs/samples.md',
    'docs/recipes/README.md', '.ci/run',
  ])('has %s', (path) => {
    expect(exists(path)).toBe(true);
  });

  test('shows every part and every read model in the architecture', () => {
    const architecture = textOf('docs/architecture.md');
    const parts = repositoryFiles().flatMap((path) => /^(?:apps|libs)\/[^/]+(?=\/)/.exec(path) ?? []);
    const projections = repositoryFiles().filter((path) => path.endsWith('.projection.ts')).flatMap((path) => /^  name: '([a-z-]+)',$/m.exec(textOf(path))?.slice(1) ?? []);
    expect(projections.length).toBeGreaterThan(10);
    expect([...new Set([...parts, ...projections])].filter((part) => !architecture.includes(`\`${part}\``))).toEqual([]);
  });

  test('numbers its decisions without a gap', () => {
    const numbers = pages.filter((path) => path.startsWith('docs/adr/') && path !== 'docs/adr/README.md').map((path) => Number(path.slice('docs/adr/'.length, 'docs/adr/0000'.length)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('links to what exists', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target]) => normalize(join(dirname(page), target ?? '')))
        .filter((target) => !exists(target))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = pages.flatMap((page) => [...textOf(page).matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name]) => name ?? ''));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
