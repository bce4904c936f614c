import { wantedFormat } from './report-reply';

describe('the format a report comes in', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['text/csv', 'csv'],
    ['text/csv;q=0', 'json'],
    ['text/csv;q=0, */*', 'json'],
    ['text/csv;q=0.5, application/json', 'json'],
    ['application/json;q=0.1, text/csv;q=0.2', 'csv'],
    ['text/csv, application/json', 'csv'],
    ['application/json, text/csv', 'json'],
    ['text/html, */*;q=0.8', 'json'],
    ['TEXT/*', 'csv'],
    ['application/json;q=0, */*', 'csv'],
    ['image/png', null],
  ])('is, for Accept %s, %s', (accept, format) => {
    expect(wantedFormat(accept)).toBe(format);
  });
});
