import { isIban } from '#ledger';

/** What field 86 says, in whichever of its dialects. */
export interface Mt940Details {
  readonly text: string;
  readonly reference?: string | undefined;
  readonly endToEndId?: string | undefined;
  readonly mandateId?: string | undefined;
  readonly returnReason?: string | undefined;
  /** What a return had collected, and what the banks charge for it, as they stand there. */
  readonly collected?: string | undefined;
  readonly charged?: string | undefined;
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly bank?: string | undefined;
  /** The German business code: 109 is a returned direct debit. */
  readonly businessCode?: string | undefined;
}

/** Lines are 65 characters long: a full one breaks inside a word. */
const lineLength = 65;

export function detailsOf(lines: readonly string[]): Mt940Details {
  const numbered = numberedFields(lines);
  if (numbered !== undefined) {
    return numbered;
  }
  const text = lines.reduce((joined, line, index) => (index === 0 ? line : joined + ((lines[index - 1]?.length ?? 0) >= lineLength ? '' : ' ') + line), '');
  return /^\s*\/[A-Z]{2,8}\//.test(text) ? slashFields(text) : { text };
}

const numberedStart = /^(\d{3})?([?>])\d{2}/;

/** `166?00CREDIT?20EREF+…?32NAME`: fields of two digits, of which 20–29 and 60–63 are what the payer wrote. */
function numberedFields(lines: readonly string[]): Mt940Details | undefined {
  const whole = lines.join('');
  const start = numberedStart.exec(whole);
  if (start === null) {
    return undefined;
  }
  const separator = start[2] === '?' ? '\\?' : '>';
  const fields = [...whole.matchAll(new RegExp(`${separator}(\\d{2})((?:(?!${separator}\\d{2}).)*)`, 'gs'))].map((match) => ({ id: Number(match[1]), text: match[2] ?? '' }));
  const join = (wanted: (id: number) => boolean): string => fields.filter(({ id }) => wanted(id)).map(({ text }) => text).join('');
  const written = keywords(join((id) => (id >= 20 && id <= 29) || (id >= 60 && id <= 63)));
  const bookingText = join((id) => id === 0);
  return {
    ...written,
    text: written.text === '' ? bookingText : written.text,
    name: join((id) => id === 32 || id === 33),
    account: written.account ?? join((id) => id === 31),
    bank: written.bank ?? join((id) => id === 30),
    businessCode: start[1],
  };
}

const keyword = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|RTRN)\+/;

/** `EREF+4711MREF+M1SVWZ+Invoice 7`: what stands before the first word is text too. */
function keywords(text: string): Mt940Details {
  const parts = text.split(keyword);
  const said = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) {
    said.set(parts[index] ?? '', parts[index + 1]?.trim() ?? '');
  }
  return {
    text: [parts[0] ?? '', said.get('SVWZ') ?? ''].filter((part) => part !== '').join(' '),
    endToEndId: said.get('EREF'),
    mandateId: said.get('MREF'),
    returnReason: said.get('RTRN'),
    collected: said.get('OAMT'),
    charged: said.get('COAM'),
    account: said.get('IBAN'),
    bank: said.get('BIC'),
  };
}

/** `/EREF/4711/MARF/M1/REMI/Invoice 7`: words between slashes; a word we do not know ends the one before. */
function slashFields(text: string): Mt940Details {
  const said = new Map<string, string>();
  const parts = text.split(/\/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|CNTP|ORDP|BENM|PURP|RTRN|ISDT|ID|ADDR|ULTD|ULTC|KREF|RREF|OCMT|CHGS|ACC)\//);
  for (let index = 1; index < parts.length; index += 2) {
    said.set(parts[index] ?? '', (said.get(parts[index] ?? '') ?? '') + (parts[index + 1]?.trim() ?? ''));
  }
  const remittance = said.get('REMI') ?? '';
  return {
    ...counterparty(said),
    text: remittance === '' ? text : remittance.replace(/^USTD\/\//, ''),
    reference: /^STRD\/CUR\/(.{1,35}?)\/?$/.exec(remittance)?.[1],
    endToEndId: said.get('EREF'),
    mandateId: said.get('MARF'),
    returnReason: said.get('RTRN'),
  };
}

function counterparty(said: ReadonlyMap<string, string>): Pick<Mt940Details, 'name' | 'account' | 'bank'> {
  const [account = '', bank, name] = (said.get('CNTP') ?? '').split('/');
  return {
    name: [said.get('NAME'), name, said.get('ORDP'), said.get('BENM')].find((text) => text !== undefined),
    account: said.get('IBAN') ?? (isIban(account) ? account : undefined),
    bank: said.get('BIC') ?? bank,
  };
}
