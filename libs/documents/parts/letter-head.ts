import type { Addressee, DocumentProfile } from '../document-inputs';
import { label } from '../text/labels';
import { grey, leading, type Sheet } from '../page/sheet';

export interface Fact {
  readonly name: string;
  readonly text: string;
}

export interface LetterHead {
  readonly title: string;
  readonly number?: string;
  readonly profile: DocumentProfile;
  readonly to: Addressee;
  /** Beside the address, in this order. */
  readonly facts: readonly Fact[];
}

const regions: Readonly<Record<string, string>> = { en: 'en', de: 'de', fr: 'fr' };

/** The name of a country; its code where there is none. */
export function countryName(code: string, language: string): string {
  if (code === 'XX') {
    return '';
  }
  return new Intl.DisplayNames([regions[language] ?? 'en'], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

function addressOf({ personal, customerId, country }: Addressee, profile: DocumentProfile, language: string): string[] {
  const { name, street, city, postalCode, taxId } = personal;
  const town = [postalCode, city].filter((part) => part !== undefined && part !== '').join(' ');
  const abroad = country === profile.country ? '' : countryName(country, language);
  const tax = taxId === undefined ? '' : `${label('taxId', language)} ${taxId}`;
  return [name ?? customerId, street ?? '', town, abroad, tax].filter((line) => line !== '');
}

/** The head of the first page: logo or name, what it is, whom it is to, and its facts. Leaves the cursor below. */
export function letterHead(sheet: Sheet, { title, number, profile, to, facts }: LetterHead): void {
  const { language } = sheet.head;
  const top = sheet.y;
  const half = sheet.left + sheet.width * 0.56;
  if (!sheet.logo(sheet.left, top, { width: 170, height: 48 })) {
    for (const [index, line] of sheet.lines(profile.name, half - sheet.left - 12, { bold: true, size: 15 }).slice(0, 2).entries()) {
      sheet.line(line, sheet.left, top + index * 20, { bold: true, size: 15, colour: sheet.accent });
    }
  }
  sheet.y = top;
  sheet.paragraph(title, { x: half, width: sheet.right - half, size: 17, bold: true, colour: sheet.accent });
  if (number !== undefined) {
    sheet.paragraph(number, { x: half, width: sheet.right - half, size: 11, bold: true });
  }
  const below = Math.max(sheet.y + 14, top + 74);
  const { name, street, city, postalCode } = profile;
  const sender = [name, street, [postalCode, city].filter(Boolean).join(' ')].filter((part) => part !== undefined && part !== '').join(' · ');
  sheet.line(sheet.lines(sender, half - sheet.left - 20, { size: 6.5 })[0] ?? '', sheet.left, below, { size: 6.5, colour: grey });
  sheet.y = below + 14;
  for (const line of addressOf(to, profile, language)) {
    sheet.paragraph(line, { width: half - sheet.left - 20, size: 10 });
  }
  const addressEnd = sheet.y;
  sheet.y = below;
  for (const { name: fact, text } of facts) {
    sheet.line(fact, half, sheet.y, { size: 8, colour: grey });
    sheet.paragraph(text, { x: half + 96, width: sheet.right - half - 96, size: 8.5 });
  }
  sheet.y = Math.max(addressEnd, sheet.y, below + 14 + 5 * 10 * leading) + 22;
}
