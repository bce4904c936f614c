import fc from 'fast-check';
import { directDebitXml, isCreditorId, type DirectDebitEntry, type DirectDebitFile } from '../index';
import { readXml } from '../xml/read-xml';
import { sepaText } from './sepa-text';

const debit = (place: number, amount: string, sequence: DirectDebitEntry['sequence'] = 'RCUR'): DirectDebitEntry => ({
  directDebitId: `B1.${place}`, sequence, amount, mandateId: `M-${place}`, signedOn: '2025-11-01',
  debtor: { name: 'Jürgen & Söhne <GmbH>', iban: 'DE89370400440532013000' }, text: 'Invoice INV-7 – € 5',
});
// Creditor identifier and IBAN published as examples by the Deutsche Bundesbank and the ECBS.
const file = (debits: readonly DirectDebitEntry[]): DirectDebitFile => ({
  messageId: 'B1', createdOn: '2026-03-02', collectionDate: '2026-03-10', scheme: 'core',
  creditor: { name: 'Muster Handel', creditorId: 'DE98ZZZ09999999999', iban: 'DE02120300000000202051' }, debits,
});

function xmlOf(debits: readonly DirectDebitEntry[]): string {
  const made = directDebitXml(file(debits));
  if (!made.ok) {
    throw new Error(made.problem.message);
  }
  return made.xml;
}

describe('a pain.008 file', () => {
  it('holds a block for each sequence, with the days and ids it was given', () => {
    const message = readXml(xmlOf([debit(1, '10.10'), debit(2, '5.00', 'FRST')])).require('Document', 'CstmrDrctDbtInitn');
    expect([message.text('GrpHdr', 'MsgId'), message.text('GrpHdr', 'CreDtTm'), message.text('GrpHdr', 'CtrlSum')]).toEqual(['B1', '2026-03-02T12:00:00', '15.10']);
    expect(
      message
        .all('PmtInf')
        .map((info) => [
          info.text('PmtInfId'),
          info.text('PmtTpInf', 'SeqTp'),
          info.text('PmtTpInf', 'LclInstrm', 'Cd'),
          info.text('ReqdColltnDt'),
          info.text('CtrlSum'),
        ]),
    ).toEqual([
      ['B1.FRST', 'FRST', 'CORE', '2026-03-10', '5.00'],
      ['B1.RCUR', 'RCUR', 'CORE', '2026-03-10', '10.10'],
    ]);
    const entry = message.all('PmtInf')[1]?.require('DrctDbtTxInf');
    expect([entry?.text('Dbtr', 'Nm'), entry?.text('RmtInf', 'Ustrd'), entry?.text('DrctDbtTx', 'MndtRltdInf', 'DtOfSgntr'), entry?.text('PmtId', 'EndToEndId')]).toEqual([
      'Juergen + Soehne .GmbH.', 'Invoice INV-7 - . 5', '2025-11-01', 'B1.1',
    ]);
  });

  it('is the same bytes every time, wherever the machine stands', () => {
    const before = process.env['TZ'];
    const made = ['UTC', 'Pacific/Kiritimati', 'Pacific/Niue', 'America/Sao_Paulo'].map((zone) => {
      process.env['TZ'] = zone;
      return xmlOf([debit(1, '10.10')]);
    });
    process.env['TZ'] = before;
    expect(new Set(made).size).toBe(1);
  });

  it('adds its sums up exactly, which floating point does not', () => {
    const cents = fc.array(fc.bigInt({ min: 1n, max: 99_999_999_999n }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(cents, (minors) => {
        const text = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
        const made = directDebitXml(file(minors.map((minor, index) => debit(index + 1, text(minor)))));
        expect(made).toMatchObject({ ok: true, count: minors.length, total: text(minors.reduce((sum, minor) => sum + minor, 0n)) });
      }),
      { numRuns: 60 },
    );
  });

  it('prints every amount that the scheme takes as it is, and refuses larger ones', () => {
    const text = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
    const most = 99_999_999_999n;
    const edges = [1n, 9n, 10n, 99n, 100n, 101n, 1_000_000_005n, 45_035_996_273n, 90_071_992_547n, most - 1n, most];
    const printed = (minors: readonly bigint[]): readonly (string | undefined)[] =>
      readXml(xmlOf(minors.map((minor, index) => debit(index + 1, text(minor))))).require('Document', 'CstmrDrctDbtInitn', 'PmtInf').all('DrctDbtTxInf').map((entry) => entry.text('InstdAmt'));
    expect(printed(edges)).toEqual(edges.map(text));
    const whole = fc.array(fc.bigInt({ min: 1n, max: most }), { minLength: 50, maxLength: 200 });
    fc.assert(fc.property(whole, (minors) => expect(printed(minors)).toEqual(minors.map(text))), { numRuns: 60 });
    const larger = fc.bigInt({ min: most + 1n, max: 10n ** 17n });
    fc.assert(fc.property(larger, (minor) => expect(directDebitXml(file([debit(1, text(minor))]))).toMatchObject({ ok: false, problem: { code: 'PAIN.CONTENT' } })));
  });

  it('is refused with a creditor id or an account that does not pass its check digits', () => {
    expect([isCreditorId('DE98ZZZ09999999999'), isCreditorId('DE97ZZZ09999999999'), isCreditorId('')]).toEqual([true, false, false]);
    expect(directDebitXml({ ...file([debit(1, '1.00')]), creditor: { name: 'X', creditorId: 'DE00ZZZ1', iban: 'DE02120300000000202051' } })).toMatchObject({
      ok: false,
      problem: { code: 'PAIN.CREDITOR_ID' },
    });
    expect(directDebitXml(file([{ ...debit(1, '1.00'), debtor: { name: 'A', iban: 'DE00370400440532013000' } }]))).toMatchObject({ ok: false, problem: { code: 'PAIN.CONTENT' } });
    expect(directDebitXml(file([debit(1, '1000000000.00')]))).toMatchObject({ ok: false, problem: { code: 'PAIN.CONTENT' } });
    expect(directDebitXml(file([debit(1, '0.00')]))).toMatchObject({ ok: false, problem: { code: 'PAIN.CONTENT' } });
  });

  it('spells any name in the characters of the scheme', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => expect(sepaText(name, 70)).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]{0,70}$/)));
  });
});
