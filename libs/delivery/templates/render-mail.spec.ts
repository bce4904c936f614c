import { mailLanguages, wordsOf } from './mail-words';
import { renderMail, type MailDraft, type MailSubject } from './render-mail';

const gbp = (amount: string) => ({ amount, currency: 'GBP' });
const subjects: readonly MailSubject[] = [
  { kind: 'invoice', number: 'INV-000001', issueDate: '2010-12-01', dueDate: '2010-12-31', gross: gbp('1234.50'), reference: 'RF18INV000001' },
  {
    kind: 'invoice',
    number: 'INV-000002',
    issueDate: '2010-12-01',
    dueDate: '2010-12-31',
    gross: gbp('100.00'),
    reference: 'RF18 INV0 0000 2',
    yourReference: 'PO-77/ÄÖ',
    early: { percent: '2.5', by: '2010-12-08' },
    instalments: [
      { dueDate: '2010-12-31', amount: gbp('33.33') },
      { dueDate: '2011-01-30', amount: gbp('66.67') },
    ],
  },
  { kind: 'credit-note', number: 'CN-000001', issueDate: '2010-12-01', gross: gbp('12.00') },
  { kind: 'receipt', receivedOn: '2010-12-05', amount: gbp('40.00') },
  { kind: 'statement', from: '2010-12-01', to: '2010-12-31' },
  ...(['reminder', 'notice', 'final-notice'] as const).map((kind) => ({
    kind,
    total: gbp('99.00'),
    fee: gbp('5.00'),
    items: [{ number: 'INV-000001', issueDate: '2010-12-01', dueDate: '2010-12-31', open: gbp('99.00') }],
  })),
];
const draft = (changes: Partial<MailDraft> = {}): MailDraft => ({
  language: 'en', recipientName: 'Ada Sample', seller: { name: 'Sample Retail Ltd', email: 'billing@sample.example', phone: '+44 20 1' },
  about: subjects[0]!, attachments: ['INV-000001.pdf'], link: { url: 'https://bills.example/c/a.b.c', until: '2011-12-31' }, ...changes,
});

describe('a message about a document', () => {
  it.each(mailLanguages.flatMap((language) => subjects.map((about) => [language, about.kind, about] as const)))('is written in %s for a %s, leaving no gap', (language, _kind, about) => {
    const { subject, text, html } = renderMail(draft({ language, about }));
    expect(subject).toContain('Sample Retail Ltd');
    for (const body of [text, html]) {
      expect(body).not.toMatch(/\{\{|undefined|null|\[object/);
      expect(body).toContain('https://bills.example/c/a.b.c');
    }
    expect(html).toContain(`<html lang="${language}">`);
  });

  it('says the same in text and HTML, with days and amounts as people write them', () => {
    const told = mailLanguages.map((language) => renderMail(draft({ language })).text.match(/(?:Amount|Betrag|Montant): (.*)\n/)?.[1]?.replace(/\u00A0/g, ' '));
    expect(told).toEqual(['1,234.50 GBP', '1.234,50 GBP', '1 234,50 GBP']);
    expect(mailLanguages.map((language) => renderMail(draft({ language })).text.match(/(?:Due|Fällig|Échéance): (.*)\n/)?.[1])).toEqual(['31 December 2010', '31. Dezember 2010', '31 décembre 2010']);
    const yen = { ...subjects[0]!, gross: { amount: '999999999999999', currency: 'JPY' } } as MailSubject;
    expect(renderMail(draft({ about: yen })).text).toContain('999,999,999,999,999 JPY');
  });

  it('asks for each instalment by its day, never for the whole by the first one', () => {
    for (const language of mailLanguages) {
      const { text, html } = renderMail(draft({ language, about: subjects[1]! }));
      for (const body of [text, html].map((each) => each.replace(/\u00A0/g, ' '))) {
        expect(body).toMatch(/31\.? (December|Dezember|décembre) 2010/);
        expect(body).toMatch(/33[.,]33 GBP/);
        expect(body).toMatch(/66[.,]67 GBP/);
        expect(body).not.toMatch(/(Please pay it|Bitte zahlen Sie sie|Merci de la régler)/);
      }
    }
  });

  it('names the payer’s reference, the buyer’s own and what paying early saves, each as such', () => {
    const { text } = renderMail(draft({ language: 'de', about: subjects[1]! }));
    expect(text).toContain('Verwendungszweck: RF18 INV0 0000 2\n');
    expect(text).toContain('Ihr Zeichen: PO-77/ÄÖ\n');
    expect(text).toContain('Skonto: 2,5 % Skonto bei Zahlung bis 8. Dezember 2010\n');
  });

  it('speaks of paying online only where there is something to pay', () => {
    const withPay = subjects.filter((about) => /pay online/.test(renderMail(draft({ about })).text)).map(({ kind }) => kind);
    expect([...new Set(withPay)]).toEqual(['invoice', 'reminder', 'notice', 'final-notice']);
  });

  it('has every phrase in every language', () => {
    const keys = (value: unknown, path = ''): string[] => (typeof value === 'string' ? [path] : Object.entries(value as object).flatMap(([name, part]) => keys(part, `${path}.${name}`)));
    for (const language of mailLanguages) expect(keys(wordsOf(language).words)).toEqual(keys(wordsOf('en').words));
    expect(wordsOf('__proto__').language).toBe('en');
    expect(renderMail(draft({ language: 'xx' })).language).toBe('en');
  });

  it('shows hostile names as text: no markup, no line, no turned order, no template', () => {
    const hostile = '"><img src=x onerror=alert(1)>\r\nBcc: eve@example.com\u202Efdp.exe {{constructor}} {{{seller}}} \u0000';
    const { subject, text, html } = renderMail(
      draft({ recipientName: hostile, seller: { name: hostile, email: hostile }, about: { ...subjects[0]!, number: hostile } as MailSubject, attachments: [hostile] }),
    );
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src');
    for (const part of [subject, text, html]) expect(part).not.toMatch(/[\u202E\u0000]|^Bcc:/m);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).toContain('{{constructor}} {{{seller}}}');
  });

  it('refuses a link that is no address', () => {
    expect(() => renderMail(draft({ link: { url: 'javascript:alert(1)', until: '2011-01-01' } }))).toThrow(RangeError);
    expect(() => renderMail(draft({ link: { url: 'https://a.example/"><b>', until: '2011-01-01' } }))).toThrow(RangeError);
  });

  it('greets nobody by a name it does not know, and leaves out what there is not', () => {
    const { text } = renderMail({ language: 'en', recipientName: ' \u200B', seller: { name: 'S' }, about: subjects[0]!, attachments: [] });
    expect(text).toContain('Good day,');
    expect(text).not.toMatch(/Attached|online/);
  });
});
