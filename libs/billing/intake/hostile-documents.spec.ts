import { checkMapping, parseExactJson, prepareDocument, type ExactValue, type Mapping } from '.';

function fault(text: string): string | undefined {
  const read = parseExactJson(text);
  return read.ok ? undefined : read.fault.code;
}

function exactOf(text: string): ExactValue {
  const read = parseExactJson(text);
  if (!read.ok) throw new Error(read.fault.message);
  return read.value;
}

const fields = { customerId: { path: '/customer' }, closedOn: { constant: '2024-01-01' }, currency: { constant: 'EUR' } };
const lineFields = { description: { path: '/text', default: 'x' }, quantity: { path: '/quantity', default: '1' }, unitPrice: { path: '/price' } };
const given = { format: 1, kind: 'sale', source: { system: 's', id: { path: '/id' } }, fields, lines: { each: '/lines[]', fields: lineFields } };

function mappingOf(changes: object = {}): Mapping {
  const checked = checkMapping({ ...given, ...changes });
  if (!checked.ok) throw new Error(checked.refusal.message);
  return checked.mapping;
}

const refusal = (mapping: Mapping, text: string): unknown => {
  const prepared = prepareDocument(mapping, { value: exactOf(text) });
  return prepared.state === 'refused' ? [prepared.code, prepared.path] : prepared;
};

describe('hostile documents', () => {
  it.each([
    ['JSON.TOO_DEEP', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['JSON.TOO_DEEP', '{"a":'.repeat(10_000)],
    ['JSON.DUPLICATE_KEY', '{"price": 1, "price": 2}'],
    ['JSON.DUPLICATE_KEY', '{"price": 1, "pr\\u0069ce": 2}'],
    ['JSON.FORBIDDEN_KEY', '{"__proto__": {"price": 1}}'],
    ['JSON.FORBIDDEN_KEY', '{"\\u005f_proto__": 1}'],
    ['JSON.FORBIDDEN_KEY', '{"constructor": {"prototype": {}}}'],
    ['JSON.TOO_WIDE', `{"lines": [${'1,'.repeat(6000)}1]}`],
    ['JSON.TOO_WIDE', `{${Array.from({ length: 1001 }, (_unused, index) => `"f${index}":1`).join(',')}}`],
    ['JSON.SYNTAX', '\ufeff{}'],
    ['JSON.SYNTAX', '{"a": NaN}'],
    ['JSON.SYNTAX', '{"a": 0x10}'],
    ['JSON.SYNTAX', '{"a": 01}'],
    ['JSON.SYNTAX', '{"a": "\n"}'],
    ['JSON.SYNTAX', ''],
  ])('are refused with %s, quickly', (code, text) => {
    const began = performance.now();
    expect(fault(text)).toBe(code);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each(['1e400', '1e-400', '-1E999999999', '9'.repeat(300), '1e41'])('the number %s is refused, not rounded and not computed', (number) => {
    const began = performance.now();
    expect(refusal(mappingOf(), `{"id":"1","customer":"C","lines":[{"price":${number}}]}`)).toEqual([expect.stringMatching(/^(INTAKE\.VALUE_UNREADABLE|FIELD\.)/), '/lines/0/price']);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('words of objects are no words of a table, and no path leads to a prototype', () => {
    const table = mappingOf({ fields: { ...fields, customerId: { path: '/customer', table: { A: 'C1' } } } });
    for (const word of ['toString', 'hasOwnProperty', 'valueOf', 'constructor', '__proto__']) {
      expect(refusal(table, `{"id":"1","customer":"${word}","lines":[{"price":1}]}`)).toEqual(['INTAKE.WORD_UNKNOWN', '/customer']);
    }
    for (const path of ['/toString', '/constructor/name', '/__proto__/x', '/lines/length', '/lines/map', '/lines/-1', '/lines/1e0', '/lines/00']) {
      const mapping = mappingOf({ fields: { ...fields, customerId: { path } } });
      expect(refusal(mapping, '{"id":"1","lines":[{"price":1}]}')).toEqual(['INTAKE.VALUE_MISSING', path]);
    }
  });

  it('objects and lists are no values, and what is no list is no lines', () => {
    expect(refusal(mappingOf(), '{"id":{"a":1},"customer":["C"],"lines":[{"price":1}]}')).toEqual(['INTAKE.VALUE_COMPOSITE', '/id']);
    expect(refusal(mappingOf(), '{"id":"1","customer":"C","lines":{"0":{"price":1}}}')).toEqual(['INTAKE.LINES', '/lines[]']);
    expect(refusal(mappingOf(), '{"id":"1","customer":"C","lines":[]}')).toEqual(['INTAKE.LINES', '/lines[]']);
    expect(refusal(mappingOf(), '["id"]')).toEqual(['INTAKE.DOCUMENT', '']);
    expect(refusal(mappingOf(), '{"id":"1","customer":"C","lines":[7,{"price":1}]}')).toEqual(['INTAKE.VALUE_MISSING', '/lines/0/price']);
  });

  it('a text of control or bidirectional characters is refused at its path', () => {
    expect(refusal(mappingOf(), '{"id":"1","customer":"C","lines":[{"price":1,"text":"a\\u202eb"}]}')).toEqual(['FIELD.TEXT', '/lines/0/text']);
    expect(refusal(mappingOf(), '{"id":"1","customer":"C\\u0000","lines":[{"price":1}]}')).toEqual(['FIELD.ID', '/customer']);
  });

  it('a document with lines that take back and lines that do not is neither a sale nor a return', () => {
    const mapping = mappingOf({ returns: 'negative-quantities' });
    expect(refusal(mapping, '{"id":"1","customer":"C","lines":[{"price":1,"quantity":-1},{"price":1,"quantity":2}]}')).toEqual(['INTAKE.SIGNS_MIXED', '/lines[]']);
    expect(prepareDocument(mapping, { value: exactOf('{"id":"1","customer":"C","lines":[{"price":1,"quantity":-1.50}]}') })).toMatchObject({
      kind: 'return', body: { returnId: 's~1', reason: 'return 1', receivedOn: '2024-01-01', lines: [{ quantity: '1.50', unitPrice: '1' }] },
    });
  });
});

describe('ids of what comes from elsewhere', () => {
  const idOf = (id: string, mapping = mappingOf()): string => {
    const prepared = prepareDocument(mapping, { value: exactOf(`{"id":${id},"customer":"C","version":"2","lines":[{"price":1}]}`) });
    return prepared.state === 'ready' ? prepared.id : JSON.stringify(prepared);
  };

  it('are one for one: no two names of a source give the same', () => {
    const versioned = mappingOf({ source: { system: 's', id: { path: '/id' }, version: { path: '/version' } } });
    const names = [idOf('"1"'), idOf('"1~2"'), idOf('"1"', versioned), idOf('"1~02"'), idOf(`"${'x'.repeat(80)}"`), idOf(`"${'x'.repeat(81)}"`), idOf('"~"'), idOf('"~0"'), idOf('"ä ö"')];
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.startsWith('s~') && name.length <= 64)).toBe(true);
  });

  it('are the same however the number that names it is written', () => {
    expect([idOf('7'), idOf('7.0'), idOf('70e-1'), idOf('"7"')]).toEqual(['s~7', 's~7', 's~7', 's~7']);
  });
});

describe('hostile mappings', () => {
  const value = { path: '/x' };
  it.each<[string, object]>([
    ['a path that is none', { fields: { ...fields, customerId: { path: 'x.y' } } }],
    ['a path of many steps', { fields: { ...fields, customerId: { path: '/a'.repeat(200) } } }],
    ['a field that no sale has', { fields: { ...fields, saleId: value } }],
    ['a field called __proto__', { fields: JSON.parse('{"customerId":{"path":"/x"},"closedOn":{"path":"/x"},"currency":{"path":"/x"},"__proto__":{"path":"/x"}}') as object }],
    ['a path and a constant', { fields: { ...fields, customerId: { path: '/x', constant: 'y' } } }],
    ['a pattern instead of a date format', { fields: { ...fields, closedOn: { path: '/x', dateFormat: '(.*)*DDMMYYYY' } } }],
    ['a date format with two days', { fields: { ...fields, closedOn: { path: '/x', dateFormat: 'DD DD MM YYYY' } } }],
    ['a zone that is none', { fields: { ...fields, closedOn: { path: '/x', timeZone: 'Mars/Base' } } }],
    ['one sign for two', { lines: { each: '/lines[]', fields: { ...lineFields, quantity: { path: '/q', decimal: ',', thousands: ',' } } } }],
    ['lines that are no list', { lines: { each: '/lines', fields: lineFields } }],
    ['a condition that says nothing', { when: [{ path: '/x' }] }],
    ['a system of many letters', { source: { system: 'x'.repeat(21), id: value } }],
    ['another format', { format: 2 }],
    ['code', { fields: { ...fields, customerId: { eval: '1+1' } } }],
  ])('%s is refused, with the place', (_what, changes) => {
    expect(checkMapping({ ...given, ...changes })).toMatchObject({ ok: false, refusal: { code: 'MAPPING.INVALID' } });
  });
});
