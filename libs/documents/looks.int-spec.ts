import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { sampleBuyer, sampleCreditNote, sampleInvoice, sampleSeller, type SampleInvoice, type SampleLine } from './e-invoice/sample-documents.test-kit';
import { renderCreditNote, renderInvoice, renderReceipt, renderReminder, renderStatement, type DocumentProfile } from './index';

const missing = ['pdftotext', 'pdfimages', 'qpdf'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (missing.length > 0) {
  process.stderr.write(`skipped: how PDFs look; install poppler-utils and qpdf (missing: ${missing.join(', ')})\n`);
}

/** A word on a page, in points from the upper left corner. */
interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const language = 'en';
/** A green pixel. */
const logo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const profileOn = (paper: 'A4' | 'Letter'): DocumentProfile => ({
  ...sampleSeller, bankAccount: { iban: 'DE89370400440532013000' }, waysToPay: [{ kind: 'Card', text: 'on our page' }], branding: { paper, colour: '#0b6e4f', footer: 'Registered in Hamburg' },
});
const profile = profileOn('A4');
const invoice = (changes: SampleInvoice = {}): InvoiceIssued['data'] => sampleInvoice({ payTo: { iban: 'DE89370400440532013000' }, ...changes });
const articles = (count: number): SampleLine[] => Array.from({ length: count }, (_unused, at) => ({ description: `Article${at + 1}` }));
const items = Array.from({ length: 60 }, (_unused, at) => ({ documentNumber: `INV-${at}`, instalment: 1, dueDate: '2026-02-04', openAmount: '100.00' }));
const lines = items.map(({ documentNumber }) => ({ date: '2026-01-05', kind: 'invoice', documentNumber, amount: '100.00', balance: '100.00' }));
const openItems = items.map(({ documentNumber, dueDate }) => ({ documentNumber, issueDate: '2026-01-05', dueDate, open: '100.00' }));
const paid = items.map(({ documentNumber }) => ({ documentNumber, allocatedOn: '2026-01-05', amount: '100.00' }));

const statement = { profile, language, customer: sampleBuyer, accountId: 'DE~C-1', from: '2026-01-01', asOf: '2026-02-28' };

type Kind = 'invoice' | 'credit note' | 'receipt' | 'statement' | 'letter';
const made: Readonly<Record<Kind, (profile: DocumentProfile) => Promise<Uint8Array>>> = {
  invoice: (shown) => renderInvoice({ issued: invoice({ lines: articles(60) }), profile: shown }),
  'credit note': (shown) =>
    renderCreditNote({ issued: sampleCreditNote(invoice({ lines: articles(60) })).data as CreditNoteIssued['data'], profile: shown, invoiceNumbers: new Map([['I-1', 'INV-000001']]) }),
  receipt: (shown) =>
    renderReceipt({
      profile: shown, language, customer: sampleBuyer, paymentId: 'P-1', receivedOn: '2026-03-02', method: 'bank',
      currency: 'EUR', amount: '6000.00', unapplied: '0.00', changes: [], standing: 'stands' as const, paid,
    }),
  statement: (shown) =>
    renderStatement({ ...statement, profile: shown, sections: [{ currency: 'EUR', opening: '0.00', lines, closing: '6000.00', openItems }] }),
  letter: (shown) => renderReminder({ profile: shown, language, customer: sampleBuyer, reminderId: 'r', runDate: '2026-03-01', level: 'notice', currency: 'EUR', items }),
};
const kinds = Object.keys(made) as Kind[];
const papers = { A4: { width: 595.28, height: 841.89, window: [161, 231] }, Letter: { width: 612, height: 792, window: [180, 250] } } as const;

(missing.length > 0 ? describe.skip : describe)('how documents look', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'looks-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (bytes: Uint8Array): string => {
    const path = join(folder, 'document.pdf');
    writeFileSync(path, bytes);
    return path;
  };
  const pagesOf = (bytes: Uint8Array): Word[][] => {
    const told = execFileSync('pdftotext', ['-bbox', file(bytes), '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const word = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g;
    return told.split('<page ').slice(1).map((page) =>
      [...page.matchAll(word)].map(([, left, top, right, bottom, text = '']) => ({ text, left: Number(left), top: Number(top), right: Number(right), bottom: Number(bottom) })),
    );
  };
  const textOf = (page: readonly Word[]): string => page.map(({ text }) => text).join(' ');
  /** Words whose boxes cover a part of each other: half a letter's height is what lines may share. */
  const overlapping = (page: readonly Word[]): string[] =>
    page.flatMap((one, at) =>
      page.slice(at + 1)
        .filter((other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.5 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 5)
        .map((other) => `${one.text} / ${other.text}`),
    );

  it.each(kinds.flatMap((kind) => (['A4', 'Letter'] as const).map((paper) => [kind, paper] as const)))(
    'of a %s on %s, the address stands in the window of an envelope, nothing leaves the margins, nothing overlaps',
    async (kind, paper) => {
      const { width, height, window } = papers[paper];
      const pages = pagesOf(await made[kind](profileOn(paper)));
      const address = (pages[0] ?? []).filter(({ left, top, text }) => left < width / 2 && ['SARL', 'Exemple', 'Lyon', 'France'].includes(text) && top < 300);
      expect(address.map(({ text }) => text)).toEqual(['SARL', 'Exemple', 'Lyon', 'France']);
      expect(address.every(({ left, right, top, bottom }) => left >= 70 && right <= 312 && top >= window[0] && bottom <= window[1])).toBe(true);
      expect(pages.length).toBeGreaterThan(1);
      for (const page of pages) {
        expect(page.filter(({ left, right, top, bottom }) => left < 70 || right > width - 53 || top < 28 || bottom > height - 10)).toEqual([]);
        expect(overlapping(page)).toEqual([]);
      }
    },
  );

  it.each(kinds)('every further page of a %s says whose it is, of what, and which page', async (kind) => {
    const pages = pagesOf(await made[kind](profile));
    const titles: Readonly<Record<Kind, string>> = {
      invoice: 'Invoice INV-000001', 'credit note': 'Credit note CN-000001', receipt: 'Receipt P-1', statement: 'Statement of account DE~C-1', letter: 'Reminder C-1',
    };
    for (const [at, page] of pages.entries()) {
      const head = textOf(page.filter(({ bottom }) => bottom < 50));
      expect(head.includes('Sample Trading GmbH') && head.includes(titles[kind])).toBe(at > 0);
      expect(textOf(page)).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(textOf(page)).toContain('Registered in Hamburg');
    }
  });

  it('never leaves the total without a line, nor the ways to pay without the terms, whatever the number of lines', async () => {
    const orphans: string[] = [];
    for (let count = 1; count <= 70; count += 1) {
      const texts = pagesOf(await renderInvoice({ issued: invoice({ lines: articles(count), documentDiscountPercent: '5' }), profile })).map(textOf);
      const ofTotal = texts.find((text) => text.includes('Net total')) ?? '';
      const ofTerms = texts.find((text) => text.includes('Payment terms')) ?? '';
      if (!ofTotal.includes(`Article${count}`)) orphans.push(`total of ${count}`);
      if (!ofTerms.includes('Ways to pay') || !ofTerms.includes('Scan to pay')) orphans.push(`ways to pay of ${count}`);
    }
    expect(orphans).toEqual([]);
  }, 60_000);

  it.each(['statement', 'letter'] as const)('never leaves the sum of a %s without a row', async (kind) => {
    const orphans: number[] = [];
    for (let count = 20; count <= 50; count += 1) {
      const bytes = kind === 'letter'
        ? await renderReminder({ profile, language, customer: sampleBuyer, reminderId: 'r', runDate: '2026-03-01', level: 'notice', currency: 'EUR', items: items.slice(0, count) })
        : await renderStatement({ ...statement, sections: [{ currency: 'EUR', opening: '0.00', lines: lines.slice(0, count), closing: '7777.00', openItems: [] }] });
      const sum = kind === 'letter' ? 'Total open' : '7,777.00';
      const page = pagesOf(bytes).map(textOf).find((text) => text.includes(sum)) ?? '';
      if (!page.includes(`INV-${count - 1} `)) orphans.push(count);
    }
    expect(orphans).toEqual([]);
  }, 60_000);

  it('sets figures that are too wide for their column smaller', async () => {
    const [page = []] = pagesOf(await renderInvoice({ issued: invoice({ lines: [{ quantity: '12345678.123456', unitPrice: '12345.123456' }] }), profile }));
    expect(overlapping(page)).toEqual([]);
    expect(textOf(page)).toContain('12,345,678.123456 12,345.123456');
  });

  it('goes on with a line that no page is tall enough for', async () => {
    const description = Array.from({ length: 100 }, (_unused, at) => `WWWWW${String(at).padStart(3, '0')}W`).join(' ');
    const note = Array.from({ length: 100 }, (_unused, at) => `NNNNN${String(at).padStart(3, '0')}N`).join(' ');
    const pages = pagesOf(await renderInvoice({ issued: invoice({ lines: [{ description: 'first' }, { description, taxNote: note }, { description: 'last' }] }), profile }));
    const words = pages.flat().map(({ text }) => text);
    expect(words.filter((text) => /^WWWWW\d+W$/.test(text))).toEqual(description.split(' '));
    expect(words.filter((text) => /^NNNNN\d+N$/.test(text))).toEqual(note.split(' '));
    expect(pages.flat().filter(({ text, bottom }) => /^(WWWWW|NNNNN)/.test(text) && bottom > papers.A4.height - 86)).toEqual([]);
  });

  it('cuts neither the seller’s name nor its address off', async () => {
    const name = 'Internationale Gesellschaft für außerordentlich lange Firmennamen und deren Abkürzungen mit beschränkter Haftung & Compagnie Kommanditgesellschaft';
    const [page = []] = pagesOf(await renderInvoice({ issued: invoice({ seller: { ...sampleSeller, name } }), profile: { ...profile, name } }));
    const inHead = page.filter(({ bottom, right }) => bottom < 125 && right < 320).map(({ text }) => text.replace('&amp;', '&')).join(' ');
    expect(inHead).toContain(name);
    expect(textOf(page.filter(({ bottom, right }) => bottom < 162 && right < 320))).toContain('Hafenstraße 1 · 20457 Hamburg');
  });

  it('says to whom a bill of another address was supplied, and the buyer’s tax number beside the address', async () => {
    const [page = []] = pagesOf(await renderInvoice({ issued: invoice({ billTo: { ...sampleBuyer, customerId: 'C-2', personal: { name: 'Holding SA' } } }), profile }));
    expect(textOf(page.filter(({ left, bottom }) => left < 200 && bottom < 240))).toContain('Holding SA');
    const beside = textOf(page.filter(({ left, bottom }) => left > 300 && bottom < 260));
    expect(beside).toContain('Ada Sample SARL');
    expect(beside).toContain('FR12345678901');
  });

  it.each(kinds)('a %s bears the logo and the colour of its seller', async (kind) => {
    const path = file(await made[kind]({ ...profile, branding: { ...profile.branding, logo } }));
    expect(execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).split('\n').filter((row) => /^\s+1\s/.test(row)).length).toBeGreaterThan(0);
    // #0b6e4f, as fractions of 255.
    expect(execFileSync('qpdf', ['--qdf', '--object-streams=disable', path, '-'], { encoding: 'latin1', maxBuffer: 64 * 1024 * 1024 })).toMatch(/0\.0431\d* 0\.4313\d* 0\.3098\d* (rg|scn)/);
  });
});
