import { elementsMax, parseStrictJson } from './strict-json';

const codeOf = (text: string): string => {
  const parsed = parseStrictJson(text);
  return parsed.ok ? 'ok' : parsed.fault.code;
};

describe('parseStrictJson', () => {
  it.each(['{}', '[]', '{"a":{"b":[1,2,{"a":"a"}]},"c":"a:{[,"}', '"text"', '{"a":"\\"a\\":1"}'])('takes %s', (text) => {
    expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it.each([
    ['{"a":1,"a":1}', 'JSON.DUPLICATE_KEY'],
    ['{"a":1,"\\u0061":1}', 'JSON.DUPLICATE_KEY'],
    ['{"x":[{"a":1 , "a" : 2}]}', 'JSON.DUPLICATE_KEY'],
    ['{"__proto__":{"admin":true}}', 'JSON.FORBIDDEN_KEY'],
    ['{"\\u005f_proto__":1}', 'JSON.FORBIDDEN_KEY'],
    ['{"a":{"constructor":{"prototype":{}}}}', 'JSON.FORBIDDEN_KEY'],
    ['{"a":1}{"b":2}', 'JSON.SYNTAX'],
    ['\uFEFF{}', 'JSON.SYNTAX'],
    ['{"a":', 'JSON.SYNTAX'],
    ['', 'JSON.SYNTAX'],
    ['{"a":"', 'JSON.SYNTAX'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'JSON.TOO_DEEP'],
    ['['.repeat(100_000), 'JSON.TOO_DEEP'],
    [`[${'1,'.repeat(elementsMax)}1]`, 'JSON.TOO_WIDE'],
    [`{${Array.from({ length: 101 }, (_, n) => `"k${n}":1`).join(',')}}`, 'JSON.TOO_WIDE'],
  ])('refuses %.40s… as %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it('takes the widest and deepest that is allowed', () => {
    expect(codeOf(`[${'1,'.repeat(elementsMax - 1)}1]`)).toBe('ok');
    expect(codeOf(`${'['.repeat(32)}${']'.repeat(32)}`)).toBe('ok');
  });

  it('leaves Object.prototype alone', () => {
    parseStrictJson('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
