import fc from 'fast-check';
import { isPlainFileName } from '#delivery';
import { pdfDocument, safeFileName, xmlDocument } from './made-document';

describe('the name of a file', () => {
  it('stays as it is where every system takes it', () => {
    expect(['INV-000042', 'a.b_c-d', 'x'.repeat(80)].map(safeFileName)).toEqual(['INV-000042', 'a.b_c-d', 'x'.repeat(80)]);
  });

  it('tells apart what would look the same', () => {
    const names = ['RE/1', 'RE\\1', 'RE:1', '../RE_1', '.RE_1', 'RE_1', '', '.', '../../'].map(safeFileName);
    expect(new Set(names).size).toBe(names.length);
    expect(safeFileName('../../x/0001')).toMatch(/^x_0001-[0-9a-f]{8}$/);
    expect(safeFileName('../')).toMatch(/^document-[0-9a-f]{8}$/);
  });

  it('is one that mail takes, whatever the number of a document is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.stringMatching(/^[./\\_A-Za-z0-9-]{0,120}$/)), (name) => {
        for (const { fileName } of [pdfDocument(name, new Uint8Array()), xmlDocument(name, '')]) {
          expect([name, isPlainFileName(fileName)]).toEqual([name, true]);
        }
      }),
    );
  });
});
