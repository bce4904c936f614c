import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { eInvoiceXml } from './e-invoice';
import { renderInvoice } from '../invoice-pdf';
import { sampleInvoice, sampleSeller } from './sample-documents.test-kit';

const tools = ['qpdf', 'pdfdetach', 'pdffonts'].filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (tools.length > 0) {
  process.stderr.write(`skipped: the structure of Factur-X files; install poppler-utils and qpdf (missing: ${tools.join(', ')})\n`);
}

const issued = sampleInvoice({ seller: { ...sampleSeller, name: 'Käufer & <Söhne> "GmbH"' } });
const page = async (xml: string): Promise<Buffer> =>
  Buffer.from(await renderInvoice({ issued, profile: { name: issued.seller.name, country: 'DE', waysToPay: [] } }, { facturX: xml }));

// Not certified: no validator of PDF/A is at hand. These are the parts that a reader of Factur-X looks for.
(tools.length > 0 ? describe.skip : describe)('a Factur-X', () => {
  let folder: string;
  let file: string;
  let bytes: Buffer;
  const made = eInvoiceXml({ kind: 'invoice', data: issued }, 'cii');
  const xml = made.ok ? made.value : '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'factur-x-'));
    file = join(folder, 'invoice.pdf');
    bytes = await page(xml);
    writeFileSync(file, bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is a whole PDF, the same bytes every time', async () => {
    expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors found');
    expect((await page(xml)).equals(bytes)).toBe(true);
  });

  it('gives the XML back as it was put in', () => {
    const out = join(folder, 'out.xml');
    execFileSync('pdfdetach', ['-savefile', 'factur-x.xml', '-o', out, file]);
    expect(readFileSync(out, 'utf8')).toBe(xml);
  });

  it('names the file, its relation to the pages, and the colours they are meant in', () => {
    const { qpdf } = JSON.parse(execFileSync('qpdf', ['--json=2', file], { encoding: 'utf8', maxBuffer: 50_000_000 })) as {
      readonly qpdf: readonly [unknown, Record<string, { readonly value?: Record<string, unknown>; readonly stream?: { readonly dict: Record<string, unknown> } }>];
    };
    const objects = Object.values(qpdf[1]);
    const catalog = objects.find(({ value }) => value?.['/Type'] === '/Catalog')?.value;
    expect(catalog).toMatchObject({ '/AF': expect.any(Array), '/OutputIntents': expect.any(Array), '/Metadata': expect.any(String), '/Names': expect.anything() });
    expect(objects.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ '/Type': '/Filespec', '/AFRelationship': '/Alternative', '/UF': 'u:factur-x.xml' }),
        expect.objectContaining({ '/S': '/GTS_PDFA1', '/DestOutputProfile': expect.any(String) }),
      ]),
    );
    expect(objects.map(({ stream }) => stream?.dict)).toEqual(expect.arrayContaining([expect.objectContaining({ '/Type': '/EmbeddedFile', '/Subtype': '/text/xml' })]));
  });

  it('says in its metadata that it is PDF/A-3 B, what is inside, and what these words mean', () => {
    const xmp = /<\?xpacket begin[\s\S]*?<\?xpacket end[^>]*\?>/.exec(bytes.toString('utf8'))?.[0] ?? '';
    const parsed: unknown = new XMLParser({ removeNSPrefix: true, parseTagValue: false }).parse(xmp, true);
    const descriptions = (parsed as { readonly xmpmeta: { readonly RDF: { readonly Description: readonly object[] } } }).xmpmeta.RDF.Description;
    expect(descriptions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ part: '3', conformance: 'B' }),
        expect.objectContaining({ DocumentType: 'INVOICE', DocumentFileName: 'factur-x.xml', Version: '1.0', ConformanceLevel: 'EN 16931' }),
        expect.objectContaining({ schemas: expect.anything() }),
      ]),
    );
    expect(xmp).toContain('<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>');
  });

  it('embeds its fonts', () => {
    const [, , ...fonts] = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n');
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) {
      expect(font).toMatch(/\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$/);
    }
  });
});
