import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalCodes } from './refusal-codes';
import { refusalsPage } from './refusals-page';

// Started from the repository's root by `npm run docs:refusals`.
writeFileSync(join('docs', 'refusals.md'), refusalsPage(refusalCodes('.')));
