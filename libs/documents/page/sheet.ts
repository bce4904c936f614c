import PdfDocument from 'pdfkit';
import { embedFacturX, facturXPdf } from '../e-invoice/factur-x';
import type { DocumentProfile, PdfOptions } from '../document-inputs';
import { label } from '../text/labels';
import { shownText } from '../text/shown-text';
import { fonts } from './fonts';
import { pictureOf } from './picture';

export interface Style {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
}

/** Points from the edge of the paper: text begins where windows of envelopes do, 25 mm in (DIN 5008) or one inch. */
const margins = { A4: { left: 70.9, right: 56.7 }, LETTER: { left: 72, right: 54 } } as const;

/** What a document is, for its metadata and the head of its further pages; `day` is the date it bears: nothing of the clock gets into the bytes. */
export interface SheetHead {
  readonly title: string;
  readonly language: string;
  readonly day: string;
}

const ink = '#1d2330';
export const grey = '#667085';
const plainAccent = '#1f3a5f';
export const bodySize = 9;
export const leading = 1.4;

/** The PDF library puts titles and names into its XML metadata as they are: signs of markup are written as their wide forms. */
const metadataText = (text: string): string => shownText(text).replace(/[&<>]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));

/**
 * The paper that a document is written on: pages, a cursor that moves down, and text that is measured before it is set.
 * All lengths are points; `y` grows downwards.
 */
export class Sheet {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  /** Nothing but the footer stands below. */
  readonly bottom: number;
  readonly accent: string;
  readonly paper: keyof typeof margins;
  y = 54;
  readonly #pdf: PDFKit.PDFDocument;
  readonly #ended: Promise<Uint8Array>;

  constructor(
    readonly head: SheetHead,
    private readonly profile: DocumentProfile,
    options: PdfOptions,
  ) {
    const size = profile.branding?.paper === 'Letter' ? 'LETTER' : 'A4';
    this.paper = size;
    const created = new Date(`${head.day}T00:00:00Z`);
    const info = { Title: metadataText(head.title), Author: metadataText(profile.name), CreationDate: created, ModDate: created };
    const { regular, bold } = fonts();
    this.#pdf = new PdfDocument({
      ...(options.facturX === undefined ? {} : facturXPdf),
      size,
      margin: 0,
      bufferPages: true,
      lang: head.language,
      info,
      // The type declaration does not know that a parsed typeface is taken too. Called by its own name it is found again at once;
      // under another it would be opened anew for every word.
      font: regular as unknown as string,
    });
    this.#pdf.registerFont('bold', bold as unknown as string);
    const chunks: Buffer[] = [];
    this.#pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.#ended = new Promise((resolve, reject) => {
      this.#pdf.on('end', () => resolve(Buffer.concat(chunks)));
      this.#pdf.on('error', reject);
    });
    this.left = margins[size].left;
    this.right = this.#pdf.page.width - margins[size].right;
    this.width = this.right - this.left;
    this.bottom = this.#pdf.page.height - 86;
    this.accent = profile.branding?.colour ?? plainAccent;
    if (options.facturX !== undefined) {
      embedFacturX(this.#pdf, options.facturX, head.day);
    }
  }

  widthOf(text: string, style: Style = {}): number {
    return this.#styled(style).widthOfString(text);
  }

  /** One line, as it stands: it is not broken and not cleaned. */
  line(text: string, x: number, y: number, style: Style = {}): void {
    if (text !== '') {
      this.#styled(style).fillColor(style.colour ?? ink).text(text, x, y, { lineBreak: false });
    }
  }

  /** One line that ends at `x`. */
  lineTo(text: string, x: number, y: number, style: Style = {}): void {
    this.line(text, x - this.widthOf(text, style), y, style);
  }

  /** Cleaned text in lines no wider than this; a word that is longer is broken. */
  lines(text: string, width: number, style: Style = {}): string[] {
    const lines: string[] = [];
    let current = '';
    for (const word of shownText(text).split(' ')) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (this.widthOf(longer, style) <= width) {
        current = longer;
        continue;
      }
      if (current !== '') {
        lines.push(current);
      }
      const parts = this.#broken(word, width, style);
      lines.push(...parts.slice(0, -1));
      current = parts.at(-1) ?? '';
    }
    return current === '' && lines.length > 0 ? lines : [...lines, current];
  }

  /** Sets a paragraph at the cursor and moves it below. */
  paragraph(text: string, { x = this.left, width = this.width, ...style }: Style & { readonly x?: number; readonly width?: number } = {}): void {
    const step = (style.size ?? bodySize) * leading;
    for (const line of this.lines(text, width, style)) {
      this.ensure(step);
      this.line(line, x, this.y, style);
      this.y += step;
    }
  }

  /** A new page when less than this is left. @returns whether there is a new page. */
  ensure(height: number): boolean {
    if (this.y + height <= this.bottom) {
      return false;
    }
    this.#pdf.addPage();
    this.y = 54;
    return true;
  }

  rule(y: number, { from = this.left, to = this.right, colour = '#d0d5dd', weight = 0.6 } = {}): void {
    this.#pdf.moveTo(from, y).lineTo(to, y).lineWidth(weight).strokeColor(colour).stroke();
  }

  /** The logo, no larger than the box; nothing when there is none that can be read. */
  logo(x: number, y: number, box: { readonly width: number; readonly height: number }): boolean {
    const picture = pictureOf(this.profile.branding?.logo);
    if (picture === null) {
      return false;
    }
    try {
      this.#pdf.image(picture, x, y, { fit: [box.width, box.height] });
      return true;
    } catch {
      // A picture that cannot be read leaves the document as it is without one.
      return false;
    }
  }

  /** Dark squares of a code, `count` in a row. */
  squares(dark: readonly (readonly [column: number, row: number])[], at: { readonly x: number; readonly y: number; readonly side: number; readonly count: number }): void {
    const step = at.side / at.count;
    for (const [column, row] of dark) {
      this.#pdf.rect(at.x + column * step, at.y + row * step, step, step);
    }
    this.#pdf.fillColor('#000000').fill();
  }

  /** Writes the footers and ends the document. */
  async finished(): Promise<Uint8Array> {
    const { count } = this.#pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.#pdf.switchToPage(page);
      this.#footer(page + 1, count);
      if (page > 0) {
        this.#runningHead();
      }
    }
    this.#pdf.end();
    return this.#ended;
  }

  /** Says on a further page whose it is, and of what: loose sheets find together again. */
  #runningHead(): void {
    const style = { size: 7.5, colour: grey };
    const title = this.lines(this.head.title, this.width / 2, style)[0] ?? '';
    this.line(this.lines(this.profile.name, this.width / 2 - 12, style)[0] ?? '', this.left, 32, style);
    this.lineTo(title, this.right, 32, style);
  }

  #footer(page: number, pages: number): void {
    const style = { size: 7, colour: grey };
    const top = this.bottom + 18;
    this.rule(top, { weight: 0.4 });
    const { name, street, city, postalCode, taxId, registration, email, phone, branding } = this.profile;
    const language = this.head.language;
    const address = [name, street, [postalCode, city].filter(Boolean).join(' ')];
    const more = [taxId === undefined ? '' : `${label('taxId', language)} ${taxId}`, registration, email, phone];
    const rows = [address, more, [branding?.footer]].map((parts) => parts.filter((part) => part !== undefined && part !== '').join('  ·  ')).filter((row) => row !== '');
    const room = this.width - 90;
    for (const [index, row] of rows.flatMap((each) => this.lines(each, room, style)).slice(0, 5).entries()) {
      this.line(row, this.left, top + 6 + index * 10, style);
    }
    this.lineTo(label('page', language, { page: String(page), pages: String(pages) }), this.right, top + 6, style);
  }

  #styled({ bold = false, size = bodySize }: Style): PDFKit.PDFDocument {
    return this.#pdf.font(bold ? 'bold' : fonts().regular.postscriptName).fontSize(size);
  }

  #broken(word: string, width: number, style: Style): string[] {
    const parts: string[] = [];
    let current = '';
    for (const char of word) {
      if (current !== '' && this.widthOf(current + char, style) > width) {
        parts.push(current);
        current = '';
      }
      current += char;
    }
    return [...parts, current];
  }
}
