import { smtpTransport } from '#delivery';
import { Mailbox } from '../../delivery/testing';
import type { ReminderLetter } from '../reminders/reminder-channel';
import { EmailReminderChannel, reminderMessageKey } from './email-reminder-channel';

const letter: ReminderLetter = {
  reminderId: 'UK~17850~standard~2011-01-10', accountId: 'UK~17850', entityId: 'UK', runDate: '2011-01-10', policy: 'standard version 1', level: 'notice', template: 'firm', language: 'de',
  currency: 'GBP', total: '99.00', fee: { currency: 'GBP', amount: '5.00' }, to: { customerId: '17850', name: 'Ada Sample', email: 'ada@example.com' },
  items: [{ invoiceId: 'I1', documentNumber: 'INV-000001', instalment: 1, issueDate: '2010-12-01', dueDate: '2010-12-31', openAmount: '99.00', step: 'second', template: 'firm' }],
};

describe('reminders by e-mail', () => {
  it('go out in the tone and language of the letter, under a Message-ID of the claim, and say what became of them', async () => {
    const box = await Mailbox.open();
    const mail = smtpTransport({ host: '127.0.0.1', port: box.port, tls: 'off', from: { address: 'billing@sample.example' } }, { connect: 2_000, silence: 2_000 });
    const content = Uint8Array.from([37, 80, 68, 70]);
    const channel = new EmailReminderChannel({
      mail, ledgerId: 'L', sellerOf: async () => ({ name: 'Sample Retail Ltd' }), linkTo: async () => null,
      filesOf: async () => [{ filename: 'letter.pdf', contentType: 'application/pdf', content }],
    });
    expect(await channel.deliver(letter)).toMatchObject({ kind: 'accepted' });
    const [sent] = await box.read();
    expect(sent).toMatchObject({ messageId: `<${reminderMessageKey('L', letter.reminderId)}@sample.example>`, subject: 'Mahnung von Sample Retail Ltd: 99,00\u00A0GBP'.replace('\u00A0', ' ') });
    expect(sent!.text).toContain('INV-000001');
    expect(new Uint8Array(sent!.attachments[0]!.content as ArrayBuffer)).toEqual(content);
    box.unknown.add('ada@example.com');
    expect(await channel.deliver(letter)).toEqual({ kind: 'failed', reason: expect.stringMatching(/550/) });
    box.unknown.clear();
    box.onMessage = 'die';
    expect(await channel.deliver(letter)).toMatchObject({ kind: 'unknown' });
    expect(await channel.deliver({ ...letter, to: { ...letter.to, email: '' } })).toMatchObject({ kind: 'failed' });
    await mail.close();
    await box.close();
  });
});
