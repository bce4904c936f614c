/** One entry of a made statement. */
export interface MadeEntry {
  readonly amount: string;
  readonly on?: string;
  readonly text?: string;
  readonly name?: string;
  readonly iban?: string;
  readonly reference?: string;
  readonly bankReference?: string;
  readonly endToEndId?: string;
  readonly isReversal?: boolean;
  readonly code?: string;
  readonly returnReason?: string;
  /** What was asked for, in the currency of the account. */
  readonly instructed?: string;
  readonly charges?: string;
}

const ownIban = 'GB29NWBK60161331926819';
const cents = (amount: string): number => Math.round(Number(amount) * 100);

const tag = (value: string | undefined, made: (value: string) => string): string => (value === undefined || value === '' ? '' : made(value));

function entry({ amount, on = '2011-01-10', text, name, iban, reference, bankReference, endToEndId, isReversal, code, returnReason, instructed, charges }: MadeEntry): string {
  const out = amount.startsWith('-');
  const party = out ? 'Cdtr' : 'Dbtr';
  return `<Ntry><Amt Ccy="GBP">${amount.replace('-', '')}</Amt><CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd>${isReversal === true ? '<RvslInd>true</RvslInd>' : ''}
    <Sts>BOOK</Sts><BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>${tag(bankReference, (id) => `<AcctSvcrRef>${id}</AcctSvcrRef>`)}
    <BkTxCd>${tag(code, (of) => `<Prtry><Cd>${of}</Cd></Prtry>`)}</BkTxCd><NtryDtls><TxDtls><Refs>${tag(endToEndId, (id) => `<EndToEndId>${id}</EndToEndId>`)}</Refs>
    ${tag(instructed, (of) => `<AmtDtls><InstdAmt><Amt Ccy="GBP">${of}</Amt></InstdAmt></AmtDtls>`)}${tag(charges, (of) => `<Chrgs><Amt Ccy="GBP">${of}</Amt></Chrgs>`)}
    <RltdPties>${tag(name, (of) => `<${party}><Nm>${of}</Nm></${party}>`)}${tag(iban, (of) => `<${party}Acct><Id><IBAN>${of}</IBAN></Id></${party}Acct>`)}</RltdPties>
    <RmtInf>${tag(text, (words) => `<Ustrd>${words}</Ustrd>`)}${tag(reference, (id) => `<Strd><CdtrRefInf><Ref>${id}</Ref></CdtrRefInf></Strd>`)}</RmtInf>
    ${tag(returnReason, (of) => `<RtrInf><Rsn><Cd>${of}</Cd></Rsn></RtrInf>`)}</TxDtls></NtryDtls></Ntry>`;
}

/** A camt.053 file of one statement in base64; its balances add up. */
export function camtFile(id: string, entries: readonly MadeEntry[], opening = '1000.00', { iban = ownIban, currency = 'GBP', from = '2011-01-10', to = '2011-01-31' } = {}): string {
  const closing = (entries.reduce((sum, { amount }) => sum + cents(amount), cents(opening)) / 100).toFixed(2);
  const balance = (kind: string, amount: string, on: string): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${on}</Dt></Dt></Bal>`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
    <GrpHdr><MsgId>M-${id}</MsgId><CreDtTm>2011-01-11T08:00:00</CreDtTm></GrpHdr><Stmt><Id>${id}</Id><CreDtTm>2011-01-11T08:00:00</CreDtTm>
    <FrToDt><FrDtTm>${from}T00:00:00</FrDtTm><ToDtTm>${to}T00:00:00</ToDtTm></FrToDt><Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
    ${balance('OPBD', opening, from)}${balance('CLBD', closing, to)}${entries.map(entry).join('')}</Stmt></BkToCstmrStmt></Document>`;
  return Buffer.from(currency === 'GBP' ? xml : xml.replaceAll('Ccy="GBP"', `Ccy="${currency}"`)).toString('base64');
}
