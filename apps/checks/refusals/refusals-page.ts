import type { FoundCode } from './refusal-codes';
import { wordsElsewhere } from './words-elsewhere';

/** What a request sent again with other content is told, whatever it is about. */
const otherContent = ['409', 'It is on record with other content. Send the first content again, or take a new id.'] as const;

function withWords({ code, status, message }: FoundCode): FoundCode {
  if (message !== '') return { code, status, message };
  const [known, words] = wordsElsewhere[code] ?? (code.endsWith('CONFLICT') ? otherContent : ['', '']);
  return { code, status: status === '' ? known : status, message: words };
}

/** Codes with the words that stand elsewhere filled in. */
export const toldCodes = (codes: readonly FoundCode[]): FoundCode[] => codes.map(withWords);

const shown = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();

/** The page of refusals, as markdown: by subject, each code with what a caller reads. */
export function refusalsPage(codes: readonly FoundCode[]): string {
  const subjects = [...new Set(codes.map(({ code }) => code.split('.')[0]!))];
  const sections = subjects.flatMap((subject) => [
    `## ${subject}`,
    '',
    '| code | status | what it says |',
    '|---|---|---|',
    ...toldCodes(codes).filter(({ code }) => code.startsWith(`${subject}.`)).map(({ code, status, message }) => `| \`${code}\` | ${status} | ${shown(message)} |`),
    '',
  ]);
  return [
    '# Refusals',
    '',
    'Made from the sources by `npm run docs:refusals`; do not edit. Every refusal is a problem detail (RFC 9457) with one of these codes: over HTTP in',
    '`code`, at the command line in the message, in answers of bank files with the line or path. Codes are stable: build on them, not on words. `…` stands',
    'for what a refusal names: which field, which id, which amount. The message says what is wrong and what to do; `data` holds the same as fields.',
    'Statuses not given follow from the place: 422 for content, 400 for what is not even a request, 409 for what is at odds with the record.',
    '',
    ...sections,
  ].join('\n');
}
