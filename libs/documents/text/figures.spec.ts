import { shownPrice } from './figures';

describe('a price', () => {
  it.each([
    ['8.5', 2, 'en', '8.50'], ['3.25', 2, 'en', '3.25'], ['8', 2, 'de', '8,00'], ['0.00125', 2, 'en', '0.00125'], ['-1234.5', 2, 'en', '\u22121,234.50'], ['500', 0, 'en', '500'],
    ['1.5', 3, 'fr', '1,500'],
  ] as const)('%s has at least %i decimals in %s: %s', (price, digits, language, shown) => {
    expect(shownPrice(price, digits, language)).toBe(shown);
  });
});
