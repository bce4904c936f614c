import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryPages, validateXML } from 'xmllint-wasm';

const file = join(process.env['DAYBOOK_SAMPLE_DATA'] ?? '', 'saf-t', 'Norwegian_SAF-T_Financial_Schema_v_1.30.xsd');

/** Whether the published schema is at hand; without it what needs it is skipped, and says so. */
export const hasSafTSchema = process.env['DAYBOOK_SAMPLE_DATA'] !== undefined && existsSync(file);
export const whySkipped = 'skipped unless DAYBOOK_SAMPLE_DATA is the folder that holds saf-t/';

/** What libxml2 says against the published schema; empty when the file is valid. */
export async function againstSchema(xml: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'file.xml', contents: xml },
    schema: { fileName: 'schema.xsd', contents: readFileSync(file, 'utf8') },
    maxMemoryPages: 2 * memoryPages.GiB,
  });
  return valid ? [] : errors.map(({ message }) => message);
}
