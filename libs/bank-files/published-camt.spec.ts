import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBankStatement, type BankFileOptions, type BankStatement } from '.';

/** Samples of the public repository genkgo/camt. */
const samples = join(process.env['DAYBOOK_SAMPLE_DATA'] ?? '', 'camt');
const present = process.env['DAYBOOK_SAMPLE_DATA'] !== undefined && existsSync(samples);

const read = (name: string, options?: BankFileOptions) => readBankStatement(readFileSync(join(samples, name)), options);

function statements(name: string, options?: BankFileOptions): readonly BankStatement[] {
  const reading = read(name, options);
  if (!reading.ok) {
    throw new Error(reading.problem.message);
  }
  return reading.statements;
}

(present ? describe : describe.skip)('published camt samples (skipped unless DAYBOOK_SAMPLE_DATA is the folder that holds camt/)', () => {
  it('read two statements of one file, with balances that add up', () => {
    expect(statements('camt053.v2.multi.statement.xml')).toEqual([
      {
        format: 'camt.053', statementNumber: '253EURNL26VAYB8060476890', account: 'NL26VAYB8060476890', currency: 'EUR',
        from: '2007-10-18', to: '2014-12-31', openingBalance: '18.15', closingBalance: '27.00',
        lines: [{ bookedOn: '2014-12-31', valueDate: '2015-01-02', amount: '8.85', endToEndId: '000000001', code: '544', personal: { text: 'Transaction Description 1' } }],
      },
      {
        format: 'camt.053', statementNumber: '254EURNL26VAYB8060476890', account: 'NL26VAYB8060476890', currency: 'EUR',
        from: '2014-12-31', to: '2014-12-31', openingBalance: '27.00', closingBalance: '20.00',
        lines: [
          {
            bookedOn: '2014-12-31', valueDate: '2015-01-02', amount: '-7.00', endToEndId: '000000002', code: '544',
            personal: { name: 'Company Name 2', iban: 'NL56AGDH9619008421', text: 'Transaction Description 2' },
          },
        ],
      },
    ]);
  });

  it.each([
    ['camt053.v2.minimal.xml', { code: '544' }],
    ['camt053.v4.xml', { code: 'PAYM/0001/0005', bankReference: 'AAAASESS-FP-CN_98765/01' }],
    ['camt053.v8.xml', { code: 'PMNT/RCDT/BOOK', bankReference: 'AAAASESS-FP-CN_98765/01', endToEndId: 'MUELL/FINP/RA12345' }],
  ])('refuse %s, whose account in EUR closes in SEK; its line reads right', (name, own) => {
    expect(read(name)).toEqual({
      ok: false,
      problem: { code: 'CURRENCY.OTHER', message: expect.stringContaining('in SEK, the account in EUR') as string, path: 'Document/BkToCstmrStmt/Stmt/Bal[2]/Amt' },
    });
    expect(statements(name, { balances: 'unchecked' })).toEqual([
      {
        format: 'camt.053', statementNumber: '253EURNL26VAYB8060476890', account: 'NL26VAYB8060476890', currency: 'EUR', from: '2007-10-18', to: '2014-12-31',
        lines: [
          {
            bookedOn: '2014-12-31', valueDate: '2015-01-02', amount: '8.85', reference: '4654654654654654', ...own,
            personal: { name: 'NAME NAME', iban: 'NL56AGDH9619008421', text: '' },
          },
        ],
      },
    ]);
  });

  it('takes opening and closing booked balances among all types, and says by how much they miss', () => {
    expect(read('camt053.v2.all-balance-types.xml')).toMatchObject({
      ok: false,
      problem: { code: 'STATEMENT.BALANCE', message: expect.stringMatching(/opens with 1\.01, its 1 booked lines make 8\.85, that is 9\.86, yet it closes with 4\.04 EUR: -5\.82/) as string },
    });
    expect(statements('camt053.v2.all-balance-types.xml', { balances: 'unchecked' })[0]?.lines.map(({ amount }) => amount)).toEqual(['8.85']);
  });

  it('keeps a batch whose parts stand in another currency as one line of the booked amount', () => {
    expect(statements('camt054.v4.xml')).toEqual([
      {
        format: 'camt.054', statementNumber: 'AAAASESS-FP-ACCR001', account: 'CH2801234000123456789', currency: 'SEK', from: '2007-10-18', to: '2007-10-18',
        lines: [
          {
            bookedOn: '2007-10-18', valueDate: '2007-10-18', amount: '-200000.00', bankReference: 'ACSR160617103200001', code: 'PMNT/ICDT/DMCT',
            personal: {
              text:
                'Unstructured Remittance Information V1 Additional Remittance Information V1 Additional Remittance Information V2 ' +
                'Unstructured Remittance Information V3 block 1 Unstructured Remittance Information V3 block 2 Ref number V3 block 2 ' +
                'Additional Remittance Information V3 block 1 Additional Remittance Information V3 block 2',
            },
          },
        ],
      },
    ]);
  });

  it('refuses the wrong one, which holds no statement', () => {
    expect(read('camt053.v2.wrong.xml')).toEqual({
      ok: false,
      problem: { code: 'FILE.INCOMPLETE', message: 'The message holds no Stmt: there is no statement in it.', path: 'Document/BkToCstmrStmt' },
    });
  });

  it('answers every byte cut off at a hundred places with a refusal', () => {
    const whole = readFileSync(join(samples, 'camt053.v2.multi.statement.xml'));
    for (let part = 1; part < 100; part += 1) {
      expect(readBankStatement(whole.subarray(0, Math.floor((whole.length * part) / 100))).ok).toBe(false);
    }
    expect(readdirSync(samples)).toHaveLength(7);
  });
});
