import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue } from './event-catalogue';

// Started from the repository's root by `npm run docs:events`.
writeFileSync(join('docs', 'event-catalogue.md'), eventCatalogue(join('libs', 'ledger')));
