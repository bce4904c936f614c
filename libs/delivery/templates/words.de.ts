import type { MailWords } from './mail-words';

export const deWords: MailWords = {
  locale: 'de-DE',
  greeting: 'Guten Tag {{name}},',
  greetingNobody: 'Guten Tag,',
  regards: 'Mit freundlichen Grüßen',
  openLink: 'Online ansehen',
  openAndPayLink: 'Online ansehen und bezahlen',
  early: '{{percent}} % Skonto bei Zahlung bis {{day}}',
  instalment: 'Rate',
  linkUntil: 'Der Link gilt bis {{until}}. Wer ihn hat, sieht diese Dokumente: Bitte geben Sie ihn nicht weiter.',
  attached: 'Anlagen: {{files}}',
  facts: {
    number: 'Nummer', date: 'Datum', due: 'Fällig', amount: 'Betrag', period: 'Zeitraum', balance: 'Saldo', open: 'Offen', fee: 'Gebühr für diese Mahnung', reference: 'Verwendungszweck',
    yourReference: 'Ihr Zeichen', early: 'Skonto',
  },
  letters: {
    invoice: {
      subject: 'Rechnung {{number}} von {{seller}}',
      opening: 'anbei erhalten Sie unsere Rechnung {{number}} vom {{date}} über {{amount}}.',
      closing: 'Bitte zahlen Sie sie bis zum {{due}}. Sollte etwas nicht stimmen, sagen Sie es uns bitte gleich.',
      closingInstalments: 'Bitte zahlen Sie jede Rate bis zu ihrem Tag. Sollte etwas nicht stimmen, sagen Sie es uns bitte gleich.',
    },
    'credit-note': {
      subject: 'Gutschrift {{number}} von {{seller}}',
      opening: 'anbei erhalten Sie unsere Gutschrift {{number}} vom {{date}} über {{amount}}.',
      closing: 'Sie brauchen nichts zu tun: Sie wird mit Ihren offenen Posten verrechnet.',
    },
    receipt: {
      subject: 'Beleg über Ihre Zahlung von {{amount}} an {{seller}}',
      opening: 'wir haben Ihre Zahlung von {{amount}} am {{date}} erhalten. Vielen Dank.',
      closing: 'Der Beleg liegt für Ihre Unterlagen bei.',
    },
    statement: {
      subject: 'Kontoauszug von {{seller}}',
      opening: 'anbei erhalten Sie den Auszug Ihres Kontos für {{period}}.',
      closing: 'Weicht er von Ihren Büchern ab, sagen Sie uns bitte, wo.',
    },
    reminder: {
      subject: 'Zahlungserinnerung von {{seller}}: {{open}} offen',
      opening: 'vielleicht ist es übersehen worden: Folgendes ist noch offen.',
      closing: 'Haben Sie inzwischen bezahlt, betrachten Sie diese Nachricht bitte als gegenstandslos. Stimmt etwas nicht, sagen Sie es uns bitte.',
    },
    notice: {
      subject: 'Mahnung von {{seller}}: {{open}}',
      opening: 'trotz unserer Erinnerung ist Folgendes noch nicht bezahlt.',
      closing: 'Bitte zahlen Sie jetzt, oder sagen Sie uns, was dem entgegensteht.',
    },
    'final-notice': {
      subject: 'Letzte Mahnung von {{seller}}: {{open}}',
      opening: 'trotz unserer Schreiben ist Folgendes noch nicht bezahlt. Dies ist unsere letzte Mahnung.',
      closing: 'Hören wir nichts von Ihnen und geht keine Zahlung ein, geben wir die Sache an ein Inkassounternehmen ab.',
    },
  },
};
