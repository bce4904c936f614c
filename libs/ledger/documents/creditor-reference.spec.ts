import * as fc from 'fast-check';
import { creditorReference, isCreditorReference } from './creditor-reference';

describe('the creditor reference', () => {
  // Published examples of ISO 11649.
  it.each(['RF18539007547034', 'RF18 5390 0754 7034', 'RF712348231', 'RF45G72UUR'])('knows %s', (reference) => expect(isCreditorReference(reference)).toBe(true));
  it.each(['RF19539007547034', 'RF18539007547043', 'RF18', 'XX18539007547034', ''])('does not take %j', (reference) => expect(isCreditorReference(reference)).toBe(false));

  it('is made of letters and digits of the document number', () => {
    expect(creditorReference('539007547034')).toBe('RF18539007547034');
    expect(creditorReference('inv-000.001')).toBe(creditorReference('INV000001'));
    expect(creditorReference('—')).toBeNull();
    expect(creditorReference('1234567890123456789012')).toBeNull();
  });

  // A letter counts as two digits: one put for a digit shifts the rest, and may meet the same remainder by chance.
  it('holds for every number, and for none with one digit or one letter changed into another', () => {
    const numbers = fc.stringMatching(/^[0-9A-Z]{1,21}$/);
    fc.assert(
      fc.property(numbers, fc.nat(20), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const reference = creditorReference(number);
        expect(isCreditorReference(reference ?? '')).toBe(true);
        const place = at % number.length;
        const kind = /[0-9]/.test(number[place]!) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
        const sign = kind[(kind.indexOf(number[place]!) + shift) % kind.length];
        expect(isCreditorReference(`${reference?.slice(0, 4 + place)}${sign}${reference?.slice(5 + place)}`)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
