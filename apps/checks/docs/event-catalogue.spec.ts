import { join } from 'node:path';
import { root, textOf } from '../tidy/repository-files';
import { eventCatalogue } from './event-catalogue';

test('the event catalogue is what the registry says: else run `npm run docs:events`', () => {
  expect(textOf('docs/event-catalogue.md')).toBe(eventCatalogue(join(root, 'libs', 'ledger')));
});
