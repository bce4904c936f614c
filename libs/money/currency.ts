declare const currencyBrand: unique symbol;

/** An ISO 4217 alphabetic code that stands in our table. */
export type CurrencyCode = string & { readonly [currencyBrand]: true };

/** A currency and the digits of its minor unit: 2 for EUR, 0 for JPY. Equal codes are the same object. */
export interface Currency {
  readonly code: CurrencyCode;
  readonly digits: number;
}

/**
 * ISO 4217 list one, active codes, grouped by the digits of their minor unit. Metals, funds and test codes
 * have no minor unit and bill nothing: they are left out.
 */
const codesByDigits: readonly (readonly [digits: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
      'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG ' +
      'HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR ' +
      'MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD ' +
      'SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG ' +
      'YER ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const table: ReadonlyMap<string, Currency> = new Map(
  codesByDigits.flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Object.freeze({ code: code as CurrencyCode, digits })] as const),
  ),
);

/** The currency of an ISO 4217 code, in capitals as the standard writes it; undefined when the table has none. */
export function currency(code: string): Currency | undefined {
  return table.get(code);
}

/**
 * The currency of a code that was checked before, as in an event.
 *
 * @throws RangeError when the table does not hold it.
 */
export function knownCurrency(code: string): Currency {
  const found = table.get(code);
  if (found === undefined) {
    throw new RangeError(`currency ${JSON.stringify(code.slice(0, 8))} is not in ISO 4217`);
  }
  return found;
}

/** Every code of the table, in alphabetical order. */
export const currencyCodes: readonly CurrencyCode[] = [...table.values()].map(({ code }) => code).sort();
