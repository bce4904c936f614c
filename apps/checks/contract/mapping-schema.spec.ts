import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { checkMapping } from '#billing';
import { repositoryFiles } from '../tidy/repository-files';

const root = join(__dirname, '../../..');
const json = (path: string): object => JSON.parse(readFileSync(join(root, path), 'utf8')) as object;
const schema = json('docs/contract/mapping.v1.json');
const examples = repositoryFiles().filter((path) => /^docs\/recipes\/[\w-]+-mapping\.json$/.test(path));

describe('the published schema of mappings', () => {
  const validate = new Ajv2020({ strict: false }).compile(schema);

  it.each(examples)('fits %s, as the product does', (path) => {
    expect([validate(json(path)), validate.errors, checkMapping(json(path)).ok]).toEqual([true, null, true]);
  });

  it('finds what the product finds', () => {
    const mapping = json(examples[0] ?? '') as Readonly<Record<string, object>>;
    const changes = [{ kind: 'invoice' }, { format: 2 }, { fields: { ...mapping['fields'], saleId: { path: '/x' } } }, { source: { system: 'A B', id: { path: 'x' } } }];
    for (const change of changes) {
      const broken = { ...mapping, ...change };
      expect([validate(broken), checkMapping(broken).ok]).toEqual([false, false]);
    }
  });

  it('is used by several examples', () => expect(examples.length).toBeGreaterThanOrEqual(3));
});
