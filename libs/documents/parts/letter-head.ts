import type { Addressee, DocumentProfile } from '../document-inputs';
import { grey, leading, type Sheet, type Style } from '../page/sheet';

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

/**
 * Points from the top of the paper where the address begins, so that up to five lines of it stand in the window of an
 * envelope however the sheet lies in it: 57 mm for DL with A4 (DIN 5008 form B, British), 2.5 inches for no. 10 with Letter.
 */
const addressTop = { A4: 161.6, LETTER: 180 } as const;
const addressStyle = { size: 10 };
const senderStyle = { size: 6.5, colour: grey };

const regions: Readonly<Record<string, string>> = { en: 'en', de: 'de', fr: 'fr' };

/** The name of a country; its code where there is none. */
function countryName(code: string, language: string): string {
  if (code === 'XX') {
    return '';
  }
  return new Intl.DisplayNames([regions[language] ?? 'en'], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

function addressOf({ personal, customerId, country }: Addressee, profile: DocumentProfile, language: string): string[] {
  const { name, street, city, postalCode } = personal;
  const town = [postalCode, city].filter((part) => part !== undefined && part !== '').join(' ');
  const abroad = country === profile.country ? '' : countryName(country, language);
  return [name ?? customerId, street ?? '', town, abroad].filter((line) => line !== '');
}

/** A party in one line: name, address and country. */
export function partyLine({ personal, customerId, country }: Addressee, language: string): string {
  const { name, street, city, postalCode } = personal;
  const town = [postalCode, city].filter((part) => part !== undefined && part !== '').join(' ');
  return [name ?? customerId, street ?? '', town, countryName(country, language)].filter((part) => part !== '').join(', ');
}

/** The seller's name in letters as large as three lines allow: it is never cut. */
function nameLines(sheet: Sheet, name: string, width: number): { readonly lines: readonly string[]; readonly style: Style & { readonly size: number } } {
  for (const size of [15, 12, 10]) {
    const style = { size, bold: true, colour: sheet.accent };
    const lines = sheet.lines(name, width, style);
    if (lines.length * size * 1.3 <= 60) {
      return { lines, style };
    }
  }
  const style = { size: 8, bold: true, colour: sheet.accent };
  return { lines: sheet.lines(name, width, style).slice(0, 6), style };
}

/** The head of the first page: logo or name, what it is, whom it is to, and its facts. Leaves the cursor below. */
export function letterHead(sheet: Sheet, { title, number, profile, to, facts }: LetterHead): void {
  const top = sheet.y;
  const half = sheet.left + sheet.width * 0.56;
  const leftWidth = half - sheet.left - 20;
  if (!sheet.logo(sheet.left, top, { width: 170, height: 48 })) {
    const { lines, style } = nameLines(sheet, profile.name, leftWidth);
    for (const [index, line] of lines.entries()) {
      sheet.line(line, sheet.left, top + index * style.size * 1.3, style);
    }
  }
  sheet.y = top;
  sheet.paragraph(title, { x: half, width: sheet.right - half, size: 17, bold: true, colour: sheet.accent });
  if (number !== undefined) {
    sheet.paragraph(number, { x: half, width: sheet.right - half, size: 11, bold: true });
  }
  const factsTop = Math.max(sheet.y + 14, top + 62);
  addressField(sheet, { to, profile, width: leftWidth });
  const addressEnd = sheet.y;
  sheet.y = factsTop;
  for (const { name: fact, text } of facts) {
    sheet.line(fact, half, sheet.y + 0.5, { size: 8, colour: grey });
    sheet.paragraph(text, { x: half + 92, width: sheet.right - half - 92, size: 8.5 });
  }
  sheet.y = Math.max(addressEnd, sheet.y, addressTop[sheet.paper] + 4 * addressStyle.size * leading) + 22;
}

/** Where it comes from, small, and whom it is to: what shows in the window of an envelope. */
function addressField(sheet: Sheet, { to, profile, width }: { readonly to: Addressee; readonly profile: DocumentProfile; readonly width: number }): void {
  const { name, street, city, postalCode } = profile;
  const sender = [name, street, [postalCode, city].filter(Boolean).join(' ')].filter((part) => part !== undefined && part !== '').join(' · ');
  const lines = sheet.lines(sender, width, senderStyle).slice(0, 4);
  for (const [index, line] of lines.entries()) {
    sheet.line(line, sheet.left, addressTop[sheet.paper] - 4 - (lines.length - index) * 8.5, senderStyle);
  }
  sheet.y = addressTop[sheet.paper];
  for (const line of addressOf(to, profile, sheet.head.language)) {
    sheet.paragraph(line, { width, ...addressStyle });
  }
}
