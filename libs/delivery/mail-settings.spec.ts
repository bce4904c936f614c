import { checkMailAddress } from './mail-address';
import { readMailSettings } from './mail-settings';
import { shownText } from './shown-text';

const from = 'Sample Billing <billing@sample.example>';

describe('mail settings', () => {
  it.each([
    ['smtps://me:a%3Ab@mail.example', { host: 'mail.example', port: 465, tls: 'implicit', login: { user: 'me', password: 'a:b' } }],
    ['smtp://mail.example', { host: 'mail.example', port: 587, tls: 'required' }],
    ['smtp://me:pw@localhost:2525', { host: 'localhost', port: 2525, tls: 'required', login: { user: 'me', password: 'pw' } }],
    ['smtp://127.0.0.1:2525', { host: '127.0.0.1', port: 2525, tls: 'off' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525, tls: 'off' }],
    ['smtp://relay.example:25?tls=off', { host: 'relay.example', port: 25, tls: 'off' }],
  ])('read %s', (smtp, expected) => {
    expect(readMailSettings({ smtp, from })).toEqual({ ok: true, settings: { ...expected, from: { address: 'billing@sample.example', name: 'Sample Billing' } } });
  });

  it.each([
    '',
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://me@mail.example',
    'smtp://me:%ZZ@mail.example',
    'smtp://mail.example/box',
    'smtps://mail.example?tls=off',
    'smtp://mail.example?tls=maybe',
    'smtp://mail.example:secretport',
  ])('refuse %j without showing what may be secret', (smtp) => {
    const read = readMailSettings({ smtp, from });
    expect(read).toMatchObject({ ok: false, problem: expect.stringContaining('DAYBOOK_SMTP') });
    expect(JSON.stringify(read)).not.toContain('secretport');
  });

  it.each(['', 'nobody', 'a@b.example, c@d.example', 'A <a@b.example> <c@d.example>', 'A\r\nBcc: x <a@b.example>'])('refuse the sender %j', (wrong) => {
    expect(readMailSettings({ smtp: 'smtp://mail.example', from: wrong })).toMatchObject({ ok: false, problem: expect.stringContaining('DAYBOOK_MAIL_FROM') });
  });
});

describe('an e-mail address', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ["o'neil+bills@a.b.example", "o'neil+bills@a.b.example"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['Ada@EXAMPLE.com', 'Ada@example.com'],
  ])('%s is one mailbox', (text, address) => expect(checkMailAddress(text)).toEqual({ ok: true, address }));
  it.each([
    '',
    '@',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a b@example.com',
    'a,b@example.com',
    'a@b@example.com',
    'ada@exa mple.com',
    'ada@-x.example',
    '.ada@example.com',
    'a..b@example.com',
    'ada@example.com\n',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@exam%70le.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(250)}.com`,
    'ädä@example.com',
    'ada@example.com>',
    'ada@example.com/x',
    'ada@example.com:25',
  ])('%j is none', (text) => expect(checkMailAddress(text).ok).toBe(false));
  it('is not repeated in the reason, which is stored for ever', () => {
    expect(JSON.stringify([checkMailAddress('ada lovelace@example.org'), checkMailAddress('ada@lovelace')])).not.toMatch(/lovelace/);
  });
});

describe('text from outside', () => {
  it('loses what forges lines or turns the order around, and is cut at a bound', () => {
    expect(shownText('  Ada\r\n\tBcc: eve \u202Egnp.exe\u0000\u200B ')).toBe('Ada Bcc: eve gnp.exe');
    expect(shownText('😀'.repeat(300), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(shownText('\ud800x')).toBe('x');
    expect(shownText('Łukasz O’Neil & <b>')).toBe('Łukasz O’Neil & <b>');
  });
});
