import { Decimal } from '#money';
import type { Checked, InvoiceIssued } from '#ledger';
import { givenText } from './clean-text';
import type { TaxNote } from './document-kinds';
import { failed, notCarried, passed } from './e-invoice-refusal';
import type { EInvoiceTexts } from './e-invoice-texts';
import { plain, type AmountScale } from './semantic-amounts';
import type { TaxBreakdown, TaxClass } from './semantic-invoice';

type TaxRow = InvoiceIssued['data']['taxSummary'][number];

export interface TaxRules {
  readonly scale: AmountScale;
  readonly texts: EInvoiceTexts;
  readonly notes: readonly TaxNote[];
  readonly sellerCountry: string;
}

/** Who may say why by a code of the VAT directive: sellers of its member states, and of Northern Ireland. */
const directiveCountries = new Set('AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '));
const directiveCodes: Readonly<Record<string, string>> = { AE: 'VATEX-EU-AE', G: 'VATEX-EU-G', O: 'VATEX-EU-O' };

export const taxClassOf = ({ category, rate }: { readonly category: string; readonly rate: string }): TaxClass =>
  category === 'O' ? { category } : { category, rate: plain(rate) };

/** The tax summary as it stands on the document, checked against what the standard can carry. */
export function taxBreakdowns(rows: readonly TaxRow[], rules: TaxRules): Checked<readonly TaxBreakdown[]> {
  const mixed = rows.some(({ category }) => category === 'O') && rows.some(({ category }) => category !== 'O');
  if (mixed) {
    return failed(
      notCarried(
        'E_INVOICE.MIXED_SCOPE',
        'taxSummary',
        'EN 16931 takes nothing that is outside the scope of tax (category O) together with anything else (BR-O-11). Send the PDF, and invoice the two apart next time.',
      ),
    );
  }
  for (const [index, row] of rows.entries()) {
    const unfit = unfitRow(row, `taxSummary[${index}]`, rules.scale);
    if (unfit !== undefined) {
      return unfit;
    }
  }
  return passed(rows.map((row) => ({ ...taxClassOf(row), base: amount(row.base, rules), tax: amount(row.tax, rules), ...reasonOf(row, rules) })));
}

const amount = (text: string, { scale }: TaxRules): string => scale.text(scale.units(text));

function unfitRow(row: TaxRow, field: string, scale: AmountScale) {
  const rate = new Decimal(row.rate);
  if (row.category === 'S' && rate.isZero()) {
    return failed(notCarried('E_INVOICE.ZERO_RATE', field, 'lines of category S bear a rate of zero (BR-S-05). Sell them in category Z (zero rated) or E (exempt) instead.'));
  }
  // The official rules allow for rounding up to, not including, one whole unit of the currency (BR-CO-17, BR-S-09).
  const onTheSum = scale.rounded(new Decimal(row.base).times(rate).div(100), 'half-up');
  const apart = scale.units(row.tax) - onTheSum;
  const unit = 10n ** BigInt(scale.digits);
  return apart < unit && apart > -unit
    ? undefined
    : failed(
        notCarried(
          'E_INVOICE.TAX_ROUNDING',
          field,
          `tax at ${plain(row.rate)} % is ${row.tax} as the lines round it, and ${scale.text(onTheSum)} on their sum ${row.base}; ` +
            `EN 16931 lets them differ by less than one unit. Send the PDF, and configure the legal entity to round by tax-rate.`,
        ),
      );
}

function reasonOf({ category }: TaxRow, { texts, notes, sellerCountry }: TaxRules): Pick<TaxBreakdown, 'exemptionReason' | 'exemptionCode'> {
  const words: Readonly<Record<string, string>> = { E: texts.exempt, AE: texts.reverseCharge, G: texts.exported, O: texts.outOfScope };
  const word = words[category];
  if (word === undefined) {
    return {};
  }
  const own = new Set(notes.filter((note) => note.category === category).map(({ note }) => givenText(note)).filter((note) => note !== undefined));
  const code = directiveCountries.has(sellerCountry) ? directiveCodes[category] : undefined;
  return { exemptionReason: own.size === 0 ? word : [...own].join('; '), ...(code === undefined ? {} : { exemptionCode: code }) };
}
