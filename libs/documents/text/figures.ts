/** The signs of a language between thousands and before decimals. */
const signs: Readonly<Record<string, { readonly group: string; readonly point: string }>> = {
  en: { group: ',', point: '.' },
  de: { group: '.', point: ',' },
  fr: { group: '\u00A0', point: ',' },
};

/** A decimal as a language writes it. Text in, text out: no number is made of it. */
export function shownDecimal(decimal: string, language: string): string {
  const { group, point } = signs[language] ?? { group: ',', point: '.' };
  const [whole = '', fraction] = decimal.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${decimal.startsWith('-') ? '\u2212' : ''}${grouped}${fraction === undefined ? '' : `${point}${fraction}`}`;
}

/** A price with at least so many decimals: 8.5 beside 3.25 is 8.50. What the price has more stays. */
export function shownPrice(decimal: string, digits: number, language: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const padded = fraction.padEnd(digits, '0');
  return shownDecimal(padded === '' ? whole : `${whole}.${padded}`, language);
}

const monthsOfEnglish = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A calendar day `YYYY-MM-DD` as a language writes it. */
export function shownDay(day: string, language: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  if (language === 'de') {
    return `${date}.${month}.${year}`;
  }
  return language === 'fr' ? `${date}/${month}/${year}` : `${String(Number(date))} ${monthsOfEnglish[Number(month) - 1] ?? month} ${year}`;
}
