import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { CreditNoteIssued, InvoiceIssued } from '#ledger';
import { sampleInvoice } from './e-invoice/sample-documents.test-kit';
import { codeSquares, paymentCode, renderCreditNote, renderInvoice, renderReceipt, renderReminder, renderStatement, type DocumentProfile } from './index';

const missing = ['pdftotext', 'pdfinfo', 'pdffonts', 'qpdf'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (missing.length > 0) {
  process.stderr.write(`skipped: what PDFs show; install poppler-utils and qpdf (missing: ${missing.join(', ')})\n`);
}

const profile: DocumentProfile = { name: 'Sample Trading GmbH', country: 'DE', waysToPay: [], branding: { footer: 'Registered in Hamburg' } };
const payTo = { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' };
const invoice = (changes: Partial<InvoiceIssued['data']> = {}): InvoiceIssued['data'] => ({ ...sampleInvoice(), payTo, ...changes });

(missing.length > 0 ? describe.skip : describe)('documents as PDF', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (bytes: Uint8Array): string => {
    const path = join(folder, 'document.pdf');
    writeFileSync(path, bytes);
    return path;
  };
  const textOf = (bytes: Uint8Array): string => execFileSync('pdftotext', ['-layout', file(bytes), '-'], { encoding: 'utf8' });
  const infoOf = (bytes: Uint8Array): string => execFileSync('pdfinfo', [file(bytes)], { encoding: 'utf8' });

  it('an invoice has all that its event froze, its typefaces inside, and is sound', async () => {
    const issued = invoice();
    const bytes = await renderInvoice({ issued, profile });
    const text = textOf(bytes);
    const [line] = issued.lines;
    for (const shown of [
      'Invoice',
      issued.documentNumber,
      issued.seller.name,
      issued.buyer.personal.name ?? '',
      line?.description ?? '',
      'DE89 3704 0044 0532 0130 00',
      'Registered in Hamburg',
      'Page 1 of 1',
    ]) {
      expect(text).toContain(shown);
    }
    expect(execFileSync('qpdf', ['--check', file(bytes)], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors found');
    const faces = execFileSync('pdffonts', [file(bytes)], { encoding: 'utf8' }).split('\n').slice(2).filter((row) => row !== '');
    expect(faces.every((row) => /NotoSans/.test(row) && /yes yes yes/.test(row))).toBe(true);
    expect(infoOf(bytes)).toMatch(/Page size:\s+595\.28 x 841\.89/);
  });

  it('gives the same bytes every time', async () => {
    const issued = invoice();
    expect(Buffer.from(await renderInvoice({ issued, profile })).equals(Buffer.from(await renderInvoice({ issued, profile })))).toBe(true);
  });

  it('sets five hundred lines over pages: each once, the titles on each, the sum carried, the total once', async () => {
    const [line] = invoice().lines;
    const lines = Array.from({ length: 500 }, (_unused, index) => ({ ...line!, lineId: `${index}`, description: `Article${index}x ${'long '.repeat(index % 30)}`, net: '1.00' }));
    const bytes = await renderInvoice({ issued: invoice({ lines, totals: { net: '500.00', tax: '95.00', gross: '595.00' } }), profile: { ...profile, branding: { paper: 'Letter' } } });
    const pages = textOf(bytes).split('\f').slice(0, -1);
    const shown = [...pages.join('\n').matchAll(/Article(\d+)x/g)].map(([, number]) => Number(number));
    expect(shown).toEqual(lines.map((_line, index) => index));
    const ofLines = pages.filter((page) => page.includes('Article'));
    expect(ofLines.every((page) => /Description/.test(page))).toBe(true);
    // What a page carries forward is what the lines on it and before come to.
    let before = 0;
    for (const page of ofLines.slice(0, -1)) {
      before += [...page.matchAll(/Article\d+x/g)].length;
      expect(page).toMatch(new RegExp(`Carried forward\\s+${before}\\.00`));
    }
    expect([...pages.join('\n').matchAll(/595\.00/g)].length).toBeGreaterThanOrEqual(1);
    expect(pages.at(-1)).toContain(`Page ${pages.length} of ${pages.length}`);
    expect(infoOf(bytes)).toMatch(/Page size:\s+612 x 792/);
  });

  it('speaks German and French, with their figures', async () => {
    const big = { net: '1234567.50', tax: '0.00', gross: '1234567.50' };
    expect(textOf(await renderInvoice({ issued: invoice({ language: 'de', totals: big }), profile }))).toMatch(/Rechnung[\s\S]*1\.234\.567,50/);
    expect(textOf(await renderInvoice({ issued: invoice({ language: 'fr', totals: big }), profile }))).toMatch(/Facture[\s\S]*1.234.567,50/);
  });

  it('words what a contract or a late charge added in the language of the document', async () => {
    const [line] = invoice().lines;
    const lines = [{ ...line!, description: 'Advice: senior, 1.5 hours at 117.50', contractItemId: 'advice' }];
    const german = await renderInvoice({ issued: invoice({ language: 'de', lines }), profile });
    expect(textOf(german).replace(/\s+/g, ' ')).toMatch(/1,5 Stunden/);
    expect(textOf(await renderInvoice({ issued: invoice({ lines }), profile })).replace(/\s+/g, ' ')).toMatch(/1\.5 hours/);
    expect(await renderInvoice({ issued: invoice({ language: 'de', lines }), profile })).toEqual(german);
  });

  it.each([
    ['markup', '<b>Ada</b> & "Sons"', '<b>Ada</b> & "Sons"'],
    ['control characters', 'Ada\u0000\u0007\nSample', 'Ada Sample'],
    ['right-to-left marks', 'Ada\u202Efdp.exe\u2066', 'Ada fdp.exe'],
    ['signs the typeface lacks', 'Ada 漢字', 'Ada'],
    ['other alphabets', 'Αθήνα Київ', 'Αθήνα Київ'],
  ])('shows names with %s safely', async (_what, name, shown) => {
    const { buyer } = invoice();
    const text = textOf(await renderInvoice({ issued: invoice({ buyer: { ...buyer, personal: { name } } }), profile }));
    expect(text).toContain(shown);
    expect(text).not.toMatch(/[\u0000\u0007\u202E]/);
  });

  it('leaves out a picture that is none, or that would fill the memory when unpacked', async () => {
    const chunk = (type: string, data: Buffer): Buffer => Buffer.concat([Buffer.from([0, 0, 0, data.length]), Buffer.from(type), data, Buffer.alloc(4)]);
    const huge = Buffer.alloc(13);
    huge.writeUInt32BE(60_000, 0);
    huge.writeUInt32BE(60_000, 4);
    huge.set([8, 6], 8);
    const bomb = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', huge), chunk('IDAT', deflateSync(Buffer.alloc(100))), chunk('IEND', Buffer.alloc(0))]);
    for (const logo of [bomb.toString('base64'), Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64'), 'AAAA', Buffer.from('/etc/passwd').toString('base64')]) {
      const bytes = await renderInvoice({ issued: invoice(), profile: { ...profile, branding: { logo } } });
      expect(textOf(bytes)).toContain('Sample Trading GmbH');
    }
  });

  it('a credit note names the invoice it credits', async () => {
    const { lines, ...rest } = invoice();
    const credited = lines.map(({ lineId, ...line }) => ({ ...line, lineId, returnLineId: lineId, delivery: 'delivered' as const, invoiceId: 'i-1', invoiceLineId: lineId }));
    const issued = { ...rest, lines: credited, creditNoteId: 'c', returnId: 'r', reason: 'two pieces broken', documentNumber: 'CN-000009' } as unknown as CreditNoteIssued['data'];
    const text = textOf(await renderCreditNote({ issued, profile, invoiceNumbers: new Map([['i-1', 'INV-000042']]) }));
    for (const shown of ['Credit note', 'CN-000009', 'INV-000042', 'two pieces broken']) {
      expect(text).toContain(shown);
    }
  });

  it('a receipt, a statement and a letter say what they are about', async () => {
    const customer = invoice().buyer;
    const receipt = {
      profile, language: 'en', customer, paymentId: 'P-1', receivedOn: '2026-03-02', method: 'bank',
      currency: 'EUR', amount: '120.00', changes: [], standing: 'stands' as const, unapplied: '20.00',
    };
    const paid = [{ documentNumber: 'INV-1', allocatedOn: '2026-03-02', amount: '100.00' }];
    expect(textOf(await renderReceipt({ ...receipt, paid }))).toMatch(/Receipt[\s\S]*Method\s+Bank transfer[\s\S]*INV-1[\s\S]*100\.00[\s\S]*Kept for you\s+20\.00/);
    const lines = [{ date: '2026-01-05', kind: 'invoice', documentNumber: 'INV-1', amount: '100.00', balance: '100.00' }];
    const sections = [{ currency: 'EUR', opening: '0.00', lines, closing: '100.00', openItems: [{ documentNumber: 'INV-1', issueDate: '2026-01-05', dueDate: '2026-02-04', open: '100.00' }] }];
    const statement = await renderStatement({ profile, language: 'de', customer, accountId: 'a', from: '2026-01-01', asOf: '2026-02-28', sections });
    expect(textOf(statement)).toMatch(/Kontoauszug[\s\S]*05\.01\.2026\s+Rechnung INV-1\s+100,00\s+100,00[\s\S]*Offene Posten/);
    const items = [{ documentNumber: 'INV-1', instalment: 1, dueDate: '2026-02-04', openAmount: '100.00' }, { documentNumber: 'INV-2', instalment: 2, dueDate: '2026-02-05', openAmount: '0.50' }];
    const letter = { profile, language: 'fr', customer, reminderId: 'r', runDate: '2026-03-01', level: 'final-notice' as const, currency: 'EUR', items };
    expect(textOf(await renderReminder(letter))).toMatch(/Mise en demeure[\s\S]*INV-2 \(2\)[\s\S]*EUR 100,50/);
    expect(textOf(await renderReminder({ ...letter, runDate: '2026-02-04', language: 'en', level: 'reminder' }))).toMatch(/Payment falls due/);
  });
});

describe('the payment code', () => {
  const asked = { holder: 'Wikimedia Foerdergesellschaft', iban: 'DE33100205000001194700', bic: 'BFSWDE33BER', currency: 'EUR', amount: '123.45', documentNumber: '539007547034' };

  // The layout of EPC069-12, by its published example, with the creditor reference of ISO 11649's.
  it('is laid out as the scheme says', () => {
    expect(paymentCode(asked)).toBe('BCD\n002\n1\nSCT\nBFSWDE33BER\nWikimedia Foerdergesellschaft\nDE33100205000001194700\nEUR123.45\n\nRF18539007547034');
  });

  it.each([
    ['another currency', { currency: 'GBP' }],
    ['no account', { iban: '' }],
    ['nothing to pay', { amount: '0.00' }],
    ['too much', { amount: '1000000000.00' }],
    ['a negative amount', { amount: '-1.00' }],
  ])('is not made for %s', (_what, changes) => expect(paymentCode({ ...asked, ...changes })).toBeNull());

  it('keeps its lines apart whatever the holder is called, and fits the scheme', () => {
    const text = paymentCode({ ...asked, holder: `Evil\nEUR1.00\n${'x'.repeat(200)}` }) ?? '';
    expect(text.split('\n')[7]).toBe('EUR123.45');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(331);
    const { count, isDark } = codeSquares(text);
    // Finder patterns stand in three corners: seven dark squares in a row.
    expect([0, count - 7].map((column) => Array.from({ length: 7 }, (_unused, at) => isDark(column + at, 0)).every(Boolean))).toEqual([true, true]);
  });
});
