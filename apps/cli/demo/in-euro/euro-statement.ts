import { XMLBuilder } from 'fast-xml-parser';
import { creditorReference } from '#ledger';
import { euroAccount } from './euro-company';

const amount = (text: string): object => ({ Amt: { '@Ccy': 'EUR', '#text': text }, CdtDbtInd: 'CRDT' });
const balance = (code: string, text: string, day: string): object => ({ Tp: { CdOrPrtry: { Cd: code } }, ...amount(text), Dt: { Dt: day } });

const entry = (day: string, paid: string, remittance: object): object => ({
  ...amount(paid), Sts: { Cd: 'BOOK' }, BookgDt: { Dt: day }, ValDt: { Dt: day }, AcctSvcrRef: `MB-${day}`,
  NtryDtls: { TxDtls: { Refs: { EndToEndId: 'NOTPROVIDED' }, RltdPties: { Dbtr: { Pty: { Nm: 'Muster Café' } } }, RmtInf: remittance } },
});

/** A month of a bank account as camt.053.001.08, made up: one payment with the reference of the payment code, one with the number in free text. */
export const euroStatement = (): string =>
  new XMLBuilder({ format: true, ignoreAttributes: false, attributeNamePrefix: '@' }).build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: {
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08',
      BkToCstmrStmt: {
        GrpHdr: { MsgId: 'MB-2011-03', CreDtTm: '2011-03-31T20:00:00' },
        Stmt: {
          Id: '2011-03', ElctrncSeqNb: '3', Acct: { Id: { IBAN: euroAccount }, Ccy: 'EUR' },
          Bal: [balance('OPBD', '1000.00', '2011-03-01'), balance('CLBD', '1226.10', '2011-03-31')],
          Ntry: [
            entry('2011-03-10', '142.80', { Strd: { CdtrRefInf: { Tp: { CdOrPrtry: { Cd: 'SCOR' } }, Ref: creditorReference('RE-0001') ?? '' } } }),
            entry('2011-03-14', '83.30', { Ustrd: 'Rechnung RE-0002' }),
          ],
        },
      },
    },
  });
