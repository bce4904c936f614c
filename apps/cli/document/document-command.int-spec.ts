import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseSale, ConfigureEntity, openLedger, ReceivePayment, RegisterCustomer } from '#billing';
import { CheckEInvoiceCommand } from './check-e-invoice.command';
import { DocumentCommand } from './document.command';

const entity = {
  entityId: 'UK', name: 'Sample', country: 'GB', taxId: 'GB123456789', timeZone: 'UTC', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 }, series: [{ seriesId: 'UK-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 }],
};
const line = { lineId: '1', description: 'Heart holder', quantity: '6', unitPrice: '2.55', taxCategory: 'S' as const, taxRate: '20' };
/** One rule of our own, so that the check is quick. */
const rules = `<schema xmlns="http://purl.oclc.org/dsdl/schematron"><ns prefix="ubl" uri="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>
<ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
<pattern><rule context="/ubl:Invoice"><assert id="T-1" flag="fatal" test="cbc:ID = 'INV-000001'">[T-1]-The first one.</assert>
<assert id="T-2" flag="warning" test="not(cbc:BuyerReference)">[T-2]-No reference.</assert></rule></pattern></schema>`;

describe('daybook document', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'document-command-'));
    const ledger = await openLedger({ dataFolder: folder });
    let requests = 0;
    const context = () => ({ actor: 'test', commandId: `c${(requests += 1)}`, correlationId: `c${requests}` });
    const sale = { customerId: 'C1', closedOn: '2010-12-01', currency: 'GBP', lines: [line] };
    for (const command of [
      new ConfigureEntity(entity, context()),
      new RegisterCustomer({ customerId: 'C1', kind: 'business', country: 'GB', personal: { name: 'Ada' } }, context()),
      new CloseSale({ ...sale, saleId: 'S1' }, context()),
      new CloseSale({ ...sale, saleId: 'S2', closedOn: '2010-12-02', reference: 'PO 1' }, context()),
      new ReceivePayment({ paymentId: 'P1', receivedOn: '2010-12-05', currency: 'GBP', amount: '10.00', customerId: 'C1' }, context()),
    ]) {
      expect(await ledger.execute(command as CloseSale)).toMatchObject({ kind: 'accepted' });
    }
    await ledger.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(command: object, args: readonly string[], options: object = {}, throws = false): Promise<string> {
    let printed = '';
    const print = (text = ''): void => {
      printed += `${text}\n`;
    };
    Object.assign(command, { terminal: { print, note: print, style: { width: 160, colour: false } } });
    const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
    await Promise.resolve()
      .then(() => runnable.execute(args, { data: folder, ...options }))
      .catch((error: Error) => {
        if (throws) throw error;
        print(error.message);
      });
    return printed;
  }

  it.each([
    ['invoice', 'INV-000001', {}, '%PDF-'],
    ['invoice', 'INV-000001', { format: 'factur-x' }, '%PDF-'],
    ['invoice', 'INV-000001', { format: 'ubl' }, '<?xml'],
    ['invoice', 'INV-000001', { format: 'cii' }, '<?xml'],
    ['receipt', 'P1', {}, '%PDF-'],
    ['statement', 'UK~C1', { to: '2010-12-31' }, '%PDF-'],
  ])('%s %s %j is written, the same bytes every time', async (kind, id, options, begins) => {
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    expect(await run(new DocumentCommand(), [kind, id], { ...options, out: one })).toBe(`${one}\n`);
    await run(new DocumentCommand(), [kind, id], { ...options, out: two });
    expect(readFileSync(one, 'latin1').slice(0, 5)).toBe(begins);
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true);
  });

  it('writes all of some days once, and the rest when it is run again', async () => {
    const out = join(folder, 'all');
    const asked = { entity: 'UK', format: 'ubl', out };
    expect(await run(new DocumentCommand(), ['all'], { ...asked, to: '2010-12-01' })).toBe('1 written, 0 were there already, 0 not made.\n');
    expect(await run(new DocumentCommand(), ['all'], asked)).toBe('1 written, 1 were there already, 0 not made.\n');
    expect(readdirSync(out).sort()).toEqual(['UK-INV_INV-000001.xml', 'UK-INV_INV-000002.xml']);
  });

  it('says what is not there, and how it is used', async () => {
    expect(await run(new DocumentCommand(), ['invoice', 'INV-9'])).toContain('INVOICE.NOT_FOUND');
    expect(await run(new DocumentCommand(), ['letter', 'x'])).toContain('There is no document "letter"');
    expect(await run(new DocumentCommand(), ['statement', 'UK~C1'])).toContain('--to YYYY-MM-DD');
    expect(await run(new DocumentCommand(), ['all'])).toContain('--entity UK');
  });

  it('refuses a place that no file can have, and leaves nothing', async () => {
    mkdirSync(join(folder, 'there'));
    const wrong = (out: string) => expect(run(new DocumentCommand(), ['invoice', 'INV-000001'], { out }, true)).rejects;
    await wrong(join(folder, 'there')).toMatchObject({ kind: 'usage', message: expect.stringContaining('is a folder') });
    await wrong(join(folder, 'nowhere', 'x.pdf')).toMatchObject({ kind: 'usage', message: expect.stringContaining('There is no folder') });
    await wrong(join(folder, 'events.db', 'x.pdf')).toMatchObject({ kind: 'usage' });
    expect(readdirSync(folder).filter((name) => /\.part$/.test(name))).toEqual([]);
    // A folder for all of them that is a file is wrong as well.
    expect(await run(new DocumentCommand(), ['all'], { entity: 'UK', out: join(folder, 'events.db') })).toContain('is no folder');
  });

  it('checks files by the rules of a directory, and refuses what is no invoice', async () => {
    writeFileSync(join(folder, 'own.sch'), rules);
    const file = (number: string): string => join(folder, 'all', `UK-INV_INV-${number}.xml`);
    await run(new DocumentCommand(), ['all'], { entity: 'UK', format: 'ubl', out: join(folder, 'all') });
    expect(await run(new CheckEInvoiceCommand(), [file('000001')], { rules: folder })).toBe(`${file('000001')}: UBL, 0 broken rules, 0 warnings\n`);
    const broken = await run(new CheckEInvoiceCommand(), [file('000002')], { rules: folder });
    expect(broken).toContain('UBL, 1 broken rules, 1 warnings');
    expect(broken).toContain('T-1 at /Invoice\n    [T-1]-The first one.');
    expect(broken).toContain('1 of 1 files break a rule.');

    const hostile = join(folder, 'hostile.xml');
    writeFileSync(hostile, '<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice>&a;</Invoice>');
    expect(await run(new CheckEInvoiceCommand(), [hostile], { rules: folder })).toContain('XML.DOCTYPE');
    writeFileSync(hostile, '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><open></Invoice>');
    expect(await run(new CheckEInvoiceCommand(), [hostile], { rules: folder })).toContain('XML.UNREADABLE');
    writeFileSync(hostile, '<note/>');
    expect(await run(new CheckEInvoiceCommand(), [hostile], { rules: folder })).toContain('E_INVOICE.SYNTAX');
    expect(await run(new CheckEInvoiceCommand(), [hostile], { rules: join(folder, 'all') })).toContain('holds no .sch file');
  });
});
