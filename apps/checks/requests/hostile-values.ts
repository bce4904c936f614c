import * as fc from 'fast-check';

/** Texts that break what is careless: of calendars, amounts, encodings, paths, queries and screens. */
const texts: readonly string[] = [
  '', ' ', '\u0000', 'a\u0000b', '\u202egnp.exe', '\u200b\u2060', '\ud800', '\ufeff', 'e\u0301', 'İ', '💸'.repeat(40), 'x'.repeat(65), 'x'.repeat(300), 'x'.repeat(20_000), '\n\r\t',
  '0001-01-01', '9999-12-31', '1582-10-15', '2011-02-29', '2011-13-01', '-0001-01-01', '+012345-01-01', '2011-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z',
  '0', '-0.00', '0.00', '-1.00', '1e5', '1E400', '.5', '1.', '01.00', '0.001', '999999999999999999.99', '99999999999999999999.99', '0.000000000000000001', 'NaN', 'Infinity', '٣٫٠٠',
  '9007199254740993', '18446744073709551616', '-1', '1.5',
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '../../etc/passwd', '..', '/', '\\', "' or 1=1 --", '%', '%00', '_', '*', '${7*7}', '{{7*7}}', '<script>alert(1)</script>', '=1+1',
  'UK', 'UK~17850', '~', 'UK~', '~17850', 'UK~~', 'INV-000001', 'CN-000001', '17850', 'null', 'true', '[]', '{}', 'XX', 'XXX', 'EUR', 'JPY', 'Europe/London', 'Nowhere/Land',
  'GB33BUKB20201555555555',
];

const nested = (levels: number): unknown => (levels === 0 ? 'x' : levels % 2 === 0 ? [nested(levels - 1)] : { items: nested(levels - 1) });

/** Own properties that the prototype has as well, as no literal makes them. */
const prototypeKeys: readonly unknown[] = ['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', '{"toString":1,"valueOf":1}',
  '{"then":"x","length":1e9}'].map((text) => JSON.parse(text) as unknown);

const others: readonly unknown[] = [
  null, true, false, 0, -1, -0, 1.5, 1e-7, 1e21, 1e308, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1, 2 ** 53,
  [], [[]], [null], ['x'], {}, { x: 1 }, [{}], [{}, {}], Array.from({ length: 5_001 }, () => 0), Array.from({ length: 1_500 }, () => ({})), nested(12), nested(28), ...prototypeKeys,
];

export const hostileText: fc.Arbitrary<string> = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...texts) }, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }));
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof({ weight: 3, arbitrary: hostileText }, { weight: 2, arbitrary: fc.constantFrom(...others) }, fc.jsonValue({ maxDepth: 3 }));

/** Bodies that are no JSON, or none that is taken. */
export const hostileBodies: readonly string[] = [
  '', ' ', '{', '[', 'null', '"x"', '1', '[]', '[{}]', '{}{}', '{"a":1,"a":2}', '\ufeff{}', '{"__proto__":{}}', '{"\\u005f_proto__":{}}', '{"amount":1e999}', '{"amount":-1e-999}',
  '{"a":01}', "{'a':1}",
  '['.repeat(40), '['.repeat(100_000), '{"a":'.repeat(40), '{"a":'.repeat(40) + '1' + '}'.repeat(40), `{"a":"${'x'.repeat(1_100_000)}"}`, `{"a":${'9'.repeat(50_000)}}`, '{"a":"\\ud800"}',
  '{"a":"\u0000"}',
];

/** As they stand in the address: what is no UTF-8, no path, or more than a part. */
export const hostileParts: readonly string[] = ['%', '%ff', '%00', '%2e%2e', '%2e%2e%2f', 'a%2fb', 'a%5cb', '%E2%80%AE', '%F0%9F%92%B8', 'x'.repeat(501), 'UK~', '%20', '~', '*',
  '__proto__', 'a;b=c', "'", '-'];

/** What a header may carry at all, and still means nothing. */
export const hostileHeader: fc.Arbitrary<string> = fc.constantFrom('x',
  '"', '""', 'W/"0"', '"-1"', '"999999999999999999999"', '*', '0', '"0"', '"0", "1"', 'x'.repeat(256), 'x'.repeat(2_000), 'é', 'a b', '{}');
