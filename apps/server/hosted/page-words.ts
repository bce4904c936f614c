/** Everything the page says, once per language. */
const en = {
  invoice: 'Invoice', account: 'Your account', amountDue: 'Amount due', paid: 'Paid', open: 'Open', overdue: 'Overdue', disputed: 'In dispute', issued: 'Issued', due: 'Due',
  total: 'Total', net: 'Net', tax: 'Tax', item: 'Item', quantity: 'Quantity', price: 'Price', amount: 'Amount', download: 'Download as PDF', lines: 'What it bills',
  others: 'Other open invoices', nothingOpen: 'Nothing else is open.', pay: 'Pay', payOnline: 'Pay online', payNow: 'Continue to payment', choose: 'Choose what to pay', transfer: 'By bank transfer',
  holder: 'Account holder', reference: 'Reference', bank: 'Bank', code: 'Scan with your banking app', statement: 'Statement of account', from: 'From', to: 'To', show: 'Show',
  date: 'Date', document: 'Document', balance: 'Balance', opening: 'Opening balance', closing: 'Closing balance', ask: 'Ask or object', kind: 'What is it about?', question: 'I have a question',
  dispute: 'I object to this invoice', complaint: 'I want to complain', about: 'Invoice', none: 'no invoice in particular', name: 'Your name', email: 'Where to answer (e-mail)', words: 'Your message (up to 4,000 characters)', send: 'Send',
  received: 'We have your message', receivedText: 'Thank you. We will answer as soon as we can. Your message has the number', youWrote: 'You wrote', back: 'Back', thanks: 'Thank you. Your payment appears here as soon as it is confirmed.',
  lost: 'This page is not available', lostText: 'The link is not complete, has expired or was replaced. Please use the link of the latest message, or write to whoever sent it to you.',
  slow: 'Too many requests', slowText: 'Please wait a little, then try again.', failed: 'That did not work', failedText: 'Nothing was recorded. Please try again in a moment.',
  invalid: 'Please check what you wrote', invalidText: 'A message has 1 to 4,000 characters without control characters, a name up to 200, an address up to 254.', noPay: 'Online payment is not possible at the moment. Please pay by bank transfer.',
  settledMeanwhile: 'Nothing of what you chose is open any more.',
};
type Words = typeof en;

const de: Words = {
  invoice: 'Rechnung', account: 'Ihr Konto', amountDue: 'Offener Betrag', paid: 'Bezahlt', open: 'Offen', overdue: 'Überfällig', disputed: 'In Klärung', issued: 'Datum', due: 'Fällig',
  total: 'Gesamt', net: 'Netto', tax: 'Steuer', item: 'Position', quantity: 'Menge', price: 'Preis', amount: 'Betrag', download: 'Als PDF herunterladen', lines: 'Positionen',
  others: 'Weitere offene Rechnungen', nothingOpen: 'Sonst ist nichts offen.', pay: 'Bezahlen', payOnline: 'Online bezahlen', payNow: 'Weiter zur Zahlung', choose: 'Was möchten Sie bezahlen?', transfer: 'Per Überweisung',
  holder: 'Kontoinhaber', reference: 'Verwendungszweck', bank: 'Bank', code: 'Mit der Banking-App scannen', statement: 'Kontoauszug', from: 'Von', to: 'Bis', show: 'Anzeigen',
  date: 'Datum', document: 'Beleg', balance: 'Saldo', opening: 'Anfangssaldo', closing: 'Endsaldo', ask: 'Fragen oder widersprechen', kind: 'Worum geht es?', question: 'Ich habe eine Frage',
  dispute: 'Ich widerspreche dieser Rechnung', complaint: 'Ich möchte mich beschweren', about: 'Rechnung', none: 'keine bestimmte Rechnung', name: 'Ihr Name', email: 'Antwort an (E-Mail)', words: 'Ihre Nachricht (bis 4.000 Zeichen)', send: 'Senden',
  received: 'Ihre Nachricht ist da', receivedText: 'Vielen Dank. Wir antworten so bald wie möglich. Ihre Nachricht hat die Nummer', youWrote: 'Sie schrieben', back: 'Zurück', thanks: 'Vielen Dank. Ihre Zahlung erscheint hier, sobald sie bestätigt ist.',
  lost: 'Diese Seite ist nicht verfügbar', lostText: 'Der Link ist unvollständig, abgelaufen oder ersetzt. Bitte verwenden Sie den Link der letzten Nachricht oder schreiben Sie dem Absender.',
  slow: 'Zu viele Anfragen', slowText: 'Bitte warten Sie ein wenig und versuchen Sie es dann erneut.', failed: 'Das hat nicht geklappt', failedText: 'Es wurde nichts gespeichert. Bitte versuchen Sie es gleich noch einmal.',
  invalid: 'Bitte prüfen Sie Ihre Eingabe', invalidText: 'Eine Nachricht hat 1 bis 4.000 Zeichen ohne Steuerzeichen, ein Name bis 200, eine Adresse bis 254.', noPay: 'Online-Zahlung ist zurzeit nicht möglich. Bitte überweisen Sie.',
  settledMeanwhile: 'Von Ihrer Auswahl ist nichts mehr offen.',
};

const fr: Words = {
  invoice: 'Facture', account: 'Votre compte', amountDue: 'Montant dû', paid: 'Payée', open: 'À payer', overdue: 'En retard', disputed: 'Contestée', issued: 'Date', due: 'Échéance',
  total: 'Total', net: 'Net', tax: 'Taxe', item: 'Article', quantity: 'Quantité', price: 'Prix', amount: 'Montant', download: 'Télécharger en PDF', lines: 'Détail',
  others: 'Autres factures à payer', nothingOpen: 'Rien d’autre n’est à payer.', pay: 'Payer', payOnline: 'Payer en ligne', payNow: 'Continuer vers le paiement', choose: 'Que souhaitez-vous payer ?', transfer: 'Par virement',
  holder: 'Titulaire', reference: 'Référence', bank: 'Banque', code: 'À scanner avec votre application bancaire', statement: 'Relevé de compte', from: 'Du', to: 'Au', show: 'Afficher',
  date: 'Date', document: 'Document', balance: 'Solde', opening: 'Solde initial', closing: 'Solde final', ask: 'Question ou contestation', kind: 'De quoi s’agit-il ?', question: 'J’ai une question',
  dispute: 'Je conteste cette facture', complaint: 'Je souhaite me plaindre', about: 'Facture', none: 'aucune facture en particulier', name: 'Votre nom', email: 'Adresse de réponse (e-mail)', words: 'Votre message (4 000 caractères au plus)', send: 'Envoyer',
  received: 'Nous avons bien reçu votre message', receivedText: 'Merci. Nous répondrons dès que possible. Votre message porte le numéro', youWrote: 'Vous avez écrit', back: 'Retour', thanks: 'Merci. Votre paiement apparaît ici dès sa confirmation.',
  lost: 'Cette page n’est pas disponible', lostText: 'Le lien est incomplet, expiré ou remplacé. Utilisez le lien du dernier message ou écrivez à son expéditeur.',
  slow: 'Trop de demandes', slowText: 'Veuillez patienter un peu, puis réessayer.', failed: 'Cela n’a pas fonctionné', failedText: 'Rien n’a été enregistré. Veuillez réessayer dans un instant.',
  invalid: 'Veuillez vérifier votre saisie', invalidText: 'Un message compte 1 à 4 000 caractères sans caractères de contrôle, un nom 200 au plus, une adresse 254.', noPay: 'Le paiement en ligne n’est pas possible pour le moment. Veuillez payer par virement.',
  settledMeanwhile: 'Rien de votre choix n’est encore à payer.',
};

const languages: Readonly<Record<string, Words>> = { en, de, fr };

export type PageWords = Words;

/** The first of these languages that the page speaks; else English. */
export function spoken(...wishes: readonly (string | undefined)[]): { readonly language: string; readonly words: PageWords } {
  const language = wishes.find((wish) => wish !== undefined && Object.hasOwn(languages, wish)) ?? 'en';
  return { language, words: languages[language] ?? en };
}

/** The languages of a browser, best first, by their first two letters. */
export const browserLanguages = (header: string | undefined): string[] => (header ?? '').slice(0, 200).split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
