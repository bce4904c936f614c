import { batchesOf } from './document-batches';
import { countryCode } from './country-names';
import type { SalesDocument } from './sales-file';

const document = (number: string, day: string): SalesDocument => ({
  number, day, kind: number.startsWith('C') ? 'cancellation' : 'sale', customer: '', country: '', lines: [],
});

describe('batches of an import', () => {
  it('end where the day or the kind changes, and at their size', () => {
    const batches = batchesOf(
      [document('1', '2010-12-01'), document('2', '2010-12-01'), document('3', '2010-12-01'), document('C1', '2010-12-01'), document('4', '2010-12-01'), document('5', '2010-12-02')],
      2,
    );
    expect(batches.map((batch) => batch.documents.map(({ number }) => number))).toEqual([['1', '2'], ['3'], ['C1'], ['4'], ['5']]);
  });
});

describe('a country in a file', () => {
  it('is known by name, by code and by the names shops use; anything else is XX', () => {
    expect(['United Kingdom', 'EIRE', 'RSA', 'gb', 'Czech Republic', 'Unspecified', ''].map(countryCode)).toEqual(['GB', 'IE', 'ZA', 'GB', 'CZ', 'XX', 'XX']);
  });
});
