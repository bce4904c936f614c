import type { MailWords } from './mail-words';

export const enWords: MailWords = {
  locale: 'en-GB',
  greeting: 'Dear {{name}},',
  greetingNobody: 'Good day,',
  regards: 'Kind regards',
  openLink: 'View online',
  openAndPayLink: 'View and pay online',
  early: '{{percent}} % less if paid by {{day}}',
  instalment: 'Instalment',
  linkUntil: 'The link works until {{until}}. Whoever has it can see these documents: please keep it to yourself.',
  attached: 'Attached: {{files}}',
  facts: {
    number: 'Number', date: 'Date', due: 'Due', amount: 'Amount', period: 'Period', balance: 'Balance', open: 'Open', fee: 'Charge for this reminder', reference: 'Payment reference',
    yourReference: 'Your reference', early: 'Discount',
  },
  letters: {
    invoice: {
      subject: 'Invoice {{number}} from {{seller}}',
      opening: 'please find attached our invoice {{number}} of {{date}} over {{amount}}.',
      closing: 'Please pay it by {{due}}. If something is not right, tell us: it is sorted out sooner that way.',
      closingInstalments: 'Please pay each instalment by its day. If something is not right, tell us: it is sorted out sooner that way.',
    },
    'credit-note': {
      subject: 'Credit note {{number}} from {{seller}}',
      opening: 'please find attached our credit note {{number}} of {{date}} over {{amount}}.',
      closing: 'You need not do anything: it is set against what you owe.',
    },
    receipt: {
      subject: 'Receipt for your payment of {{amount}} to {{seller}}',
      opening: 'we received your payment of {{amount}} on {{date}}. Thank you.',
      closing: 'The receipt is attached for your records.',
    },
    statement: {
      subject: 'Statement of account from {{seller}}',
      opening: 'please find attached the statement of your account for {{period}}.',
      closing: 'If it differs from your books, tell us where.',
    },
    reminder: {
      subject: 'Reminder from {{seller}}: {{open}} is open',
      opening: 'perhaps it was overlooked: the following is still open.',
      closing: 'If you have paid meanwhile, please ignore this message. If something is not right, tell us.',
    },
    notice: {
      subject: 'Overdue notice from {{seller}}: {{open}}',
      opening: 'despite our reminder the following is still unpaid.',
      closing: 'Please pay it now, or tell us what keeps you from it.',
    },
    'final-notice': {
      subject: 'Final notice from {{seller}}: {{open}}',
      opening: 'the following is still unpaid after our earlier letters. This is our last notice.',
      closing: 'If we receive neither payment nor word from you, we shall hand the matter over for collection.',
    },
  },
};
