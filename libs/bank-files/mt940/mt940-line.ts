import { isCreditorReference, isIban } from '#ledger';
import { currency, type Currency } from '#money';
import type { StatementLineDraft } from '../bank-statement';
import { cleanText, joinTexts, plainAccount, presentFields } from '../clean-text';
import { amountText, unsignedMinor } from '../file-amount';
import { detailsOf, type Mt940Details } from './mt940-details';
import { entryOf, placeOf, type Mt940Entry } from './mt940-fields';
import type { Mt940Tag } from './mt940-tags';

/** German business codes of what came back: direct debits, transfers. */
const returnCodes: ReadonlySet<string> = new Set(['108', '109', '159']);

const isoReturnReason = /\b(AC0[1346]|AC13|AG0[12]|AM0[45]|BE05|CNOR|DNOR|FF0[15]|MD0[1267]|MS0[23]|RC01|RR0[1-4]|SL01)\b/;

/** One entry with the fields 86 that follow it. */
export function mt940Line(entryTag: Mt940Tag, detailLines: readonly string[], money: Currency): StatementLineDraft {
  const entry = entryOf(entryTag, money);
  const details = detailsOf(detailLines);
  const customerReference = referenceText(entry.customerReference);
  return {
    bookedOn: entry.bookedOn,
    valueDate: entry.valueDate,
    amount: amountText(entry.minor, money),
    ...presentFields({
      reference: referenceText(details.reference) ?? [customerReference ?? ''].find(isCreditorReference),
      endToEndId: referenceText(details.endToEndId),
      mandateId: referenceText(details.mandateId),
      bankReference: cleanText(entry.bankReference),
      code: details.businessCode === undefined ? entry.code : `${entry.code}/${details.businessCode}`,
      ...reversalFields(entry.isReversal, details),
      ...statedAmounts(entry, { details, money, tag: entryTag }),
    }),
    personal: {
      ...presentFields({ name: cleanText(details.name), ...accountFields(plainAccount(details.account)), ...bankFields(details) }),
      text: joinTexts([details.text, customerReference !== undefined && !details.text.includes(customerReference) ? customerReference : undefined]),
    },
  };
}

function reversalFields(marked: boolean, details: Mt940Details): Pick<Partial<Undefinable<StatementLineDraft>>, 'isReversal' | 'reversalOf' | 'returnReason'> {
  const stated = cleanText(details.returnReason);
  return marked || stated !== undefined || returnCodes.has(details.businessCode ?? '')
    ? { isReversal: true, reversalOf: referenceText(details.endToEndId), returnReason: stated ?? isoReturnReason.exec(details.text)?.[1] }
    : {};
}

type Undefinable<Fields> = { [Name in keyof Fields]: Fields[Name] | undefined };

const noReference = /^(NONREF|NOTPROVIDED|)$/i;

function referenceText(text: string | undefined): string | undefined {
  const clean = cleanText(text);
  return clean === undefined || noReference.test(clean) ? undefined : clean;
}

const accountFields = (account: string | undefined): { iban?: string | undefined; accountNumber?: string | undefined } =>
  account !== undefined && isIban(account) ? { iban: account } : { accountNumber: account };

function bankFields({ bank }: Mt940Details): { bic?: string | undefined; bankCode?: string | undefined } {
  const plain = plainAccount(bank);
  return plain !== undefined && /^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(plain) ? { bic: plain } : { bankCode: plain };
}

interface StatedWhere {
  readonly details: Mt940Details;
  readonly money: Currency;
  readonly tag: Mt940Tag;
}

/** `/OCMT/USD10,00/` is what was sent, `/CHGS/EUR2,00/` what the bank kept; of returns `OAMT+` and `COAM+` in field 86 say the same. */
function statedAmounts(entry: Mt940Entry, { details, money, tag }: StatedWhere): Pick<Partial<Undefinable<StatementLineDraft>>, 'original' | 'charges'> {
  const { supplement } = entry;
  const stated = (word: string): { readonly money: Currency; readonly minor: bigint } | undefined => {
    const [, code = '', amount = ''] = new RegExp(`/${word}/([A-Z]{3})(\\d{1,15},\\d{0,4})`).exec(supplement) ?? [];
    const other = currency(code);
    return other === undefined ? undefined : { money: other, minor: unsignedMinor(amount.replace(',', '.'), other, placeOf(tag)) };
  };
  const own = (amount: { readonly money: Currency; readonly minor: bigint } | undefined): bigint | undefined => (amount?.money.code === money.code ? amount.minor : undefined);
  const [original, charges] = [stated('OCMT'), stated('CHGS')];
  const kept = own(charges) ?? keptOfReturn(entry, { details, money, collected: own(original) }) ?? 0n;
  return {
    original: original === undefined || original.money.code === money.code ? undefined : { currency: original.money.code, amount: amountText(original.minor, original.money) },
    charges: kept === 0n ? undefined : amountText(kept, money),
  };
}

/** What the bank took beside a returned amount: as it says, else what the line moves beyond what was collected. */
function keptOfReturn(
  { isReversal, minor: moved }: Mt940Entry,
  { details, money, collected }: { readonly details: Mt940Details; readonly money: Currency; readonly collected: bigint | undefined },
): bigint | undefined {
  if (!isReversal && details.returnReason === undefined && !returnCodes.has(details.businessCode ?? '')) return undefined;
  const said = looseMinor(details.charged, money);
  const returned = collected ?? looseMinor(details.collected, money);
  return said ?? (returned !== undefined && returned > 0n && returned < -moved ? -moved - returned : undefined);
}

/** `119,00`, `EUR119,00` or `119,00 EUR`; what is none of these is text of the bank and says nothing. */
function looseMinor(text: string | undefined, money: Currency): bigint | undefined {
  const [, before, amount, after] = /^([A-Z]{3})?\s?(\d{1,15}(?:[.,]\d{1,4})?)\s?([A-Z]{3})?\b/.exec(text?.trim() ?? '') ?? [];
  const [whole = '', part = ''] = (amount ?? '').replace(',', '.').split('.');
  const said = before ?? after ?? money.code;
  return amount === undefined || said !== money.code || part.length > money.digits ? undefined : BigInt(whole + part.padEnd(money.digits, '0'));
}
