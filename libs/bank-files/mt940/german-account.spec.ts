import { readMt940 } from './read-mt940';

const account = (text: string): string | undefined => readMt940(`:20:X\n:25:${text}\n:28C:1\n:60F:C260701EUR0,00\n:62F:C260701EUR0,00\n-`)[0]?.account;

// The IBAN is the example of the German banks’ own documentation of it.
test.each([
  ['12030000/0000202051', 'DE02120300000000202051'],
  ['12030000/202051EUR', 'DE02120300000000202051'],
  ['DE02120300000000202051', 'DE02120300000000202051'],
  ['1203000/202051', '1203000/202051'],
  ['0123456789', '0123456789'],
])('the account %s is known as %s', (written, known) => {
  expect(account(written)).toBe(known);
});
