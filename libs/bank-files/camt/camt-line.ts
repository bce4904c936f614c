import type { Currency } from '#money';
import type { StatementLineDraft } from '../bank-statement';
import { cleanText, joinTexts, presentFields } from '../clean-text';
import { amountText } from '../file-amount';
import type { XmlElement } from '../xml/xml-element';
import { statedAmount } from './camt-amount';
import { otherSide } from './camt-party';

/** What the entry says for all its parts. */
export interface EntryFrame {
  readonly entry: XmlElement;
  readonly account: Currency;
  readonly ownAccount: string;
  readonly bookedOn: string;
  readonly valueDate: string;
}

/** One line of one part of an entry, of which the amount was found before. */
export function camtLine(frame: EntryFrame, details: XmlElement | undefined, amountMinor: bigint, bankReference: string | undefined): StatementLineDraft {
  const { entry, account } = frame;
  const about = details ?? entry;
  const returned = about.find('RtrInf');
  const takesBack = ['true', '1'].includes(entry.text('RvslInd') ?? '') || returned !== undefined;
  const endToEndId = reference(about.text('Refs', 'EndToEndId'));
  return {
    bookedOn: frame.bookedOn,
    valueDate: frame.valueDate,
    amount: amountText(amountMinor, account),
    ...presentFields({
      reference: structuredReferences(about)[0],
      endToEndId,
      mandateId: reference(about.text('Refs', 'MndtId')),
      bankReference,
      code: transactionCode(details) ?? transactionCode(entry),
      isReversal: takesBack ? true : undefined,
      reversalOf: takesBack ? (endToEndId ?? otherReference(about)) : undefined,
      returnReason: cleanText(returned?.text('Rsn', 'Cd') ?? returned?.text('Rsn', 'Prtry')),
      original: originalAmount(about, account),
      charges: kept(about, { takesBack, amountMinor, account }),
    }),
    personal: { ...otherSide(about, { isCredit: amountMinor >= 0n, takesBack }, frame.ownAccount), text: textOf(entry, about) },
  };
}

/** What the bank kept, as it says; of a return also what it moves beyond what is returned. */
const kept = (about: XmlElement, { takesBack, amountMinor, account }: { readonly takesBack: boolean; readonly amountMinor: bigint; readonly account: Currency }) =>
  charges(about, account) ?? (takesBack ? keptOfReturn(about, amountMinor, account) : undefined);

/** A return carries the references of what it returns. */
const otherReference = (about: XmlElement): string | undefined => reference(about.text('Refs', 'TxId') ?? about.text('Refs', 'InstrId'));

/** What says that there is no reference is none. */
function reference(text: string | undefined): string | undefined {
  const clean = cleanText(text);
  return clean === undefined || /^(NOTPROVIDED|NONREF)$/i.test(clean) ? undefined : clean;
}

const structuredReferences = (about: XmlElement): readonly string[] =>
  about.find('RmtInf')?.all('Strd').flatMap((part) => reference(part.text('CdtrRefInf', 'Ref')) ?? []) ?? [];

/** `PMNT/RCDT/ESCT` of the standard's list, else the bank's own code. */
function transactionCode(element: XmlElement | undefined): string | undefined {
  const domain = element?.find('BkTxCd', 'Domn');
  const parts = [domain?.text('Cd'), domain?.text('Fmly', 'Cd'), domain?.text('Fmly', 'SubFmlyCd')].filter((part) => part !== undefined);
  return cleanText(parts.length > 0 ? parts.join('/') : element?.text('BkTxCd', 'Prtry', 'Cd'));
}

/** What was instructed in another currency than the account's. */
function originalAmount(about: XmlElement, account: Currency): StatementLineDraft['original'] {
  const elements = [about.find('AmtDtls', 'InstdAmt', 'Amt'), about.find('AmtDtls', 'TxAmt', 'Amt'), about.find('Amt')].filter((amount) => amount !== undefined);
  const other = elements.map(statedAmount).find(({ money, minor }) => money.code !== account.code && minor > 0n);
  return other === undefined ? undefined : { currency: other.money.code, amount: amountText(other.minor, other.money) };
}

/** What the bank kept, in the account's currency. Version 2 states one amount, later ones a total or records. */
export function chargesMinor(about: XmlElement, account: Currency): bigint {
  const amounts = about.all('Chrgs').flatMap((part) => {
    const total = part.find('TtlChrgsAndTaxAmt');
    return total !== undefined ? [total] : [...part.all('Amt'), ...part.all('Rcrd').flatMap((row) => row.all('Amt'))];
  });
  return amounts.map(statedAmount).reduce((sum, { money, minor }) => (money.code === account.code ? sum + minor : sum), 0n);
}

function charges(about: XmlElement, account: Currency): string | undefined {
  const minor = chargesMinor(about, account);
  return minor === 0n ? undefined : amountText(minor, account);
}

/** A return that took more than was collected, where only the amount collected is stated: the bank kept the rest. */
function keptOfReturn(about: XmlElement, amountMinor: bigint, account: Currency): string | undefined {
  const stated = [about.find('AmtDtls', 'InstdAmt', 'Amt'), about.find('AmtDtls', 'TxAmt', 'Amt')].flatMap((amount) => (amount === undefined ? [] : [statedAmount(amount)]));
  const collected = stated.find(({ money, minor }) => money.code === account.code && minor > 0n && minor < -amountMinor);
  return collected === undefined ? undefined : amountText(-amountMinor - collected.minor, account);
}

/** What was written for the receiver; what the bank says of the entry only where nobody wrote anything. */
function textOf(entry: XmlElement, about: XmlElement): string {
  const remittance = about.find('RmtInf');
  const written = joinTexts([
    ...(remittance?.all('Ustrd').map((part) => part.text()) ?? []),
    ...structuredReferences(about).slice(1),
    ...(remittance?.all('Strd').flatMap((part) => part.all('AddtlRmtInf').map((text) => text.text())) ?? []),
    ...(about.find('RtrInf')?.all('AddtlInf').map((part) => part.text()) ?? []),
    about.text('AddtlTxInf'),
  ]);
  return written === '' ? joinTexts([entry.text('AddtlNtryInf')]) : written;
}
