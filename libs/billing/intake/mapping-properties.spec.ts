import * as fc from 'fast-check';
import { checkMapping, parseExactJson, plainJson, prepareDocument, type ExactValue, type Mapping } from '.';
import { readDecimal } from './written-decimal';

/** Digits and where the point stands, for comparing without any arithmetic of the product. */
function scaled(decimal: string, places: number): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`);
}

const digits = (most: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{1,${most}}$`));
const whole = digits(15).map((text) => text.replace(/^0+(?=\d)/, ''));
const decimal = fc.tuple(whole, fc.option(digits(6), { nil: undefined })).map(([before, after]) => (after === undefined ? before : `${before}.${after}`));

function exactOf(text: string): ExactValue {
  const read = parseExactJson(text);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const mappingFor = (price: object): Mapping => {
  const checked = checkMapping({
    format: 1, kind: 'sale', source: { system: 's', id: { path: '/id' } },
    fields: { customerId: { constant: 'C1' }, closedOn: { constant: '2024-01-01' }, currency: { constant: 'EUR' } },
    lines: { each: '/lines[]', fields: { description: { constant: 'x' }, quantity: { constant: '1' }, unitPrice: { path: '/price', ...price } } },
  });
  if (!checked.ok) throw new Error(checked.refusal.message);
  return checked.mapping;
};

function priceOut(mapping: Mapping, price: string): string | undefined {
  const prepared = prepareDocument(mapping, { value: exactOf(`{"id":"1","lines":[{"price":${price}}]}`) });
  return prepared.state === 'ready' ? (prepared.body as { readonly lines: readonly { readonly unitPrice: string }[] }).lines[0]?.unitPrice : undefined;
}

const sameAmount = (out: string | undefined, amount: string): void => {
  expect(out).toBeDefined();
  expect(scaled(out ?? '', 12)).toBe(scaled(amount, 12));
};

describe('an amount comes out as it went in, digit for digit', () => {
  it('as a JSON number, also one with an exponent, beyond what a floating-point number holds', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: -3, max: 6 }), (amount, shift) => {
        sameAmount(priceOut(mappingFor({}), amount), amount);
        const [before = '', after = ''] = amount.split('.');
        // The same amount with its point moved, and the exponent that moves it back.
        const all = before + after;
        const at = before.length + shift;
        const moved = at <= 0 ? `0.${'0'.repeat(-at)}${all}` : `${all.padEnd(at, '0').slice(0, at).replace(/^0+(?=\d)/, '')}${all.length > at ? `.${all.slice(at)}` : ''}`;
        sameAmount(priceOut(mappingFor({}), `${moved}e${-shift}`), amount);
      }),
    );
  });

  it('as text with a decimal comma and thousands, and as a whole number of minor units', () => {
    fc.assert(
      fc.property(decimal, fc.constantFrom('.', ' ', "'"), (amount, thousands) => {
        const [before = '', after] = amount.split('.');
        const grouped = before.replace(/\B(?=(\d{3})+$)/g, thousands);
        sameAmount(priceOut(mappingFor({ decimal: ',', thousands }), JSON.stringify(after === undefined ? grouped : `${grouped},${after}`)), amount);
        const minor = `${before}${(after ?? '').padEnd(6, '0')}`.replace(/^0+(?=\d)/, '');
        sameAmount(priceOut(mappingFor({ minorUnits: 6 }), minor), amount);
        sameAmount(priceOut(mappingFor({ minorUnits: 6 }), JSON.stringify(minor)), amount);
      }),
    );
  });

  it('or it is refused: no text is read as another amount', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,\' -+eE '), maxLength: 14 }), (text) => {
        const read = readDecimal(text, { decimal: ',', thousands: '.' });
        if (read.ok) {
          expect(text.trim().replaceAll('.', '').replace(',', '.').replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1').replace(/\.$/, '').replace(/^-(0(?:\.0*)?)$/, '$1')).toBe(read.text);
        }
      }),
    );
  });
});

describe('reading JSON exactly', () => {
  it('gives what JSON.parse gives, but for what is refused by name', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const read = parseExactJson(text);
        expect(read.ok ? plainJson(read.value) : read.fault.code).toEqual(read.ok ? JSON.parse(text) : 'JSON.FORBIDDEN_KEY');
      }),
    );
  });

  it('takes nothing that JSON.parse does not, and never throws', () => {
    const signs = ['{', '}', '[', ']', '"a"', ':', ',', '1', '-', '.5', 'e9', 'true', 'nul', 'null', '"', '\\', '\\u0041', ' ', '\n', '\u0000', '01', '\ufeff'];
    const pieces = fc.array(fc.constantFrom(...signs), { maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(pieces.map((all) => all.join('')), fc.string()), (text) => {
        if (parseExactJson(text).ok) expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
    );
  });
});

const path = fc.constantFrom('/id', '/a', '/a/b', '^/id', '/lines/0/price', '@id', '/0', '/a/0/b');
const value = fc.oneof(
  fc.record({ constant: fc.string({ maxLength: 8 }) }),
  fc.record(
    {
      path: fc.oneof(path, fc.array(path, { minLength: 1, maxLength: 3 })),
      default: fc.string({ maxLength: 5 }), optional: fc.boolean(), join: fc.constantFrom('', '-'), table: fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }), { maxKeys: 3 }),
      prefix: fc.string({ maxLength: 3 }), dateFormat: fc.constantFrom('DD.MM.YYYY', 'MM/DD/YY'), timeZone: fc.constantFrom('Europe/Paris', 'UTC'), decimal: fc.constantFrom(',', '.'),
      thousands: fc.constantFrom(' ', "'"), minorUnits: fc.integer({ min: 1, max: 6 }), sign: fc.constantFrom('opposite', 'absolute'),
    },
    { requiredKeys: ['path'] },
  ),
);
const words = fc.array(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 });
const conditions = fc.array(fc.record({ path, in: words, empty: fc.boolean() }, { requiredKeys: ['path', 'empty'] }), { minLength: 1, maxLength: 2 });
const saleMapping = fc.record(
  {
    format: fc.constant(1), kind: fc.constant('sale'), source: fc.record({ system: fc.constant('s'), id: value, version: value }, { requiredKeys: ['system', 'id'] }),
    when: conditions, require: conditions, returns: fc.oneof(fc.constant('negative-quantities'), conditions),
    fields: fc.record({ customerId: value, closedOn: value, currency: value, rate: value, reference: value }, { requiredKeys: ['customerId', 'closedOn', 'currency'] }),
    lines: fc.record({
      each: fc.constantFrom('/lines[]', '/a[]', '[]'),
      fields: fc.record({ description: value, quantity: value, unitPrice: value, taxRate: value, 'servicePeriod.from': value }, { requiredKeys: ['description', 'quantity', 'unitPrice'] }),
    }),
  },
  { requiredKeys: ['format', 'kind', 'source', 'fields', 'lines'] },
);
const customerMapping = fc.record({
  format: fc.constant(1), kind: fc.constant('customer'), source: fc.record({ system: fc.constant('s'), id: value, version: value }),
  fields: fc.record({ kind: value, country: value, 'personal.name': value }),
});
const document = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc
    .record({ id: fc.jsonValue({ maxDepth: 2 }), a: fc.jsonValue({ maxDepth: 3 }), lines: fc.array(fc.record({ price: fc.jsonValue({ maxDepth: 1 }), id: fc.string() }), { maxLength: 3 }) })
    .map((one) => JSON.stringify(one)),
);

describe('any mapping and any document', () => {
  it('come to a command, to "not for us" or to a fault with a code; nothing is thrown', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.oneof(saleMapping, customerMapping), document, (given, text) => {
        const checked = checkMapping(JSON.parse(JSON.stringify(given)));
        const read = parseExactJson(text);
        if (!checked.ok || !read.ok) return;
        const prepared = prepareDocument(checked.mapping, { value: read.value });
        seen.set(prepared.state, (seen.get(prepared.state) ?? 0) + 1);
        expect(prepared.state === 'refused' ? [/^[A-Z]+\.[A-Z_]+$/.test(prepared.code), prepared.faults.length > 0] : [true, true]).toEqual([true, true]);
      }),
      { numRuns: 500 },
    );
    expect((seen.get('refused') ?? 0) * (seen.get('not-for-us') ?? 0)).toBeGreaterThan(0);
  });

  it('whatever is given as a mapping is a mapping or refused', () => {
    fc.assert(fc.property(fc.anything(), (given) => void expect(checkMapping(given).ok).toBe(false)));
    fc.assert(fc.property(fc.json(), (text) => void expect(checkMapping(JSON.parse(text)).ok).toBe(false)));
  });
});
