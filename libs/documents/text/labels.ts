/** Every word that documents print, in English, German and French. */
const words = {
  invoice: ['Invoice', 'Rechnung', 'Facture'],
  prepaymentInvoice: ['Prepayment invoice', 'Anzahlungsrechnung', 'Facture d’acompte'],
  feeInvoice: ['Late fee', 'Mahngebühr', 'Frais de retard'],
  interestInvoice: ['Interest on late payment', 'Verzugszinsen', 'Intérêts de retard'],
  creditNote: ['Credit note', 'Gutschrift (Rechnungskorrektur)', 'Avoir'],
  receipt: ['Receipt', 'Zahlungsbestätigung', 'Reçu'],
  statement: ['Statement of account', 'Kontoauszug', 'Relevé de compte'],
  dueSoon: ['Payment falls due', 'Zahlung wird fällig', 'Échéance à venir'],
  dueSoonText: [
    'The following falls due. If you have paid it, please take this as settled.',
    'Folgendes wird fällig. Falls Sie schon gezahlt haben, ist dies erledigt.',
    'Les sommes suivantes arrivent à échéance. Si vous les avez réglées, ne tenez pas compte de ce courrier.',
  ],
  reminder: ['Payment reminder', 'Zahlungserinnerung', 'Rappel de paiement'],
  notice: ['Reminder', 'Mahnung', 'Relance'],
  finalNotice: ['Final notice', 'Letzte Mahnung', 'Mise en demeure'],
  number: ['Number', 'Nummer', 'Numéro'],
  issueDate: ['Date', 'Datum', 'Date'],
  supplyDate: ['Supplied on', 'Leistungsdatum', 'Date de livraison'],
  supplyPeriod: ['Period of supply', 'Leistungszeitraum', 'Période de prestation'],
  taxPoint: ['Tax point', 'Steuerdatum', 'Exigibilité de la taxe'],
  dueDate: ['Due', 'Fällig', 'Échéance'],
  customerNumber: ['Customer', 'Kundennummer', 'Client'],
  suppliedTo: ['Supplied to', 'Leistungsempfänger', 'Client livré'],
  buyerTaxId: ['Your tax number', 'Ihre USt-IdNr.', 'Votre n° TVA'],
  buyerReference: ['Your reference', 'Ihr Zeichen', 'Votre référence'],
  contract: ['Contract', 'Vertrag', 'Contrat'],
  paymentReference: ['Payment reference', 'Zahlungsreferenz', 'Référence de paiement'],
  description: ['Description', 'Bezeichnung', 'Désignation'],
  quantity: ['Quantity', 'Menge', 'Quantité'],
  unitPrice: ['Unit price', 'Einzelpreis', 'Prix unitaire'],
  discount: ['Discount', 'Rabatt', 'Remise'],
  taxRate: ['Tax', 'USt.', 'TVA'],
  net: ['Net', 'Netto', 'HT'],
  carried: ['Carried forward', 'Übertrag', 'Report'],
  subtotal: ['Net total', 'Nettobetrag', 'Total HT'],
  tax: ['Tax', 'Umsatzsteuer', 'TVA'],
  total: ['Total', 'Gesamtbetrag', 'Total TTC'],
  openSum: ['Total open', 'Summe', 'Total dû'],
  credited: ['Total credited', 'Gutschriftsbetrag', 'Total de l’avoir'],
  includedTax: ['Prices include tax.', 'Die Preise enthalten die Steuer.', 'Les prix s’entendent TTC.'],
  taxSummary: ['Tax summary', 'Steueraufstellung', 'Récapitulatif de la taxe'],
  category: ['Category', 'Art', 'Catégorie'],
  taxBase: ['Net amount', 'Nettobetrag', 'Base HT'],
  rate: ['Rate', 'Satz', 'Taux'],
  documentDiscount: ['Discount on the whole', 'Rabatt auf alles', 'Remise globale'],
  inBase: ['Tax in accounting currency', 'Steuer in Buchungswährung', 'Taxe en devise de tenue de compte'],
  atRate: ['at rate', 'zum Kurs', 'au cours de'],
  terms: ['Payment terms', 'Zahlungsbedingungen', 'Conditions de paiement'],
  instalment: ['Instalment', 'Rate', 'Échéance'],
  early: ['Pay by {day} and take {percent} % off.', 'Bei Zahlung bis {day} {percent} % Skonto.', 'Payez au plus tard le {day} et déduisez {percent} %.'],
  toPay: ['Ways to pay', 'Zahlungswege', 'Moyens de paiement'],
  bankTransfer: ['Bank transfer', 'Überweisung', 'Virement bancaire'],
  accountHolder: ['Account holder', 'Kontoinhaber', 'Titulaire'],
  accountNumber: ['Account', 'Konto', 'Compte'],
  bankCode: ['Bank code', 'Bankleitzahl', 'Code banque'],
  bank: ['Bank', 'Bank', 'Banque'],
  scan: ['Scan to pay', 'Zum Bezahlen scannen', 'Scannez pour payer'],
  reason: ['Reason', 'Grund', 'Motif'],
  credits: ['Credits invoice', 'Zu Rechnung', 'Sur facture'],
  receivedOn: ['Received on', 'Eingegangen am', 'Reçu le'],
  method: ['Method', 'Zahlungsart', 'Mode de paiement'],
  amount: ['Amount', 'Betrag', 'Montant'],
  paidOn: ['Applied on', 'Verrechnet am', 'Imputé le'],
  document: ['Document', 'Beleg', 'Pièce'],
  unapplied: ['Kept for you', 'Guthaben', 'En votre faveur'],
  thanks: ['We have received your payment. Thank you.', 'Wir haben Ihre Zahlung erhalten. Vielen Dank.', 'Nous avons bien reçu votre paiement. Merci.'],
  thanksLater: [
    'We have your payment dated ahead. It counts from {day} on. Thank you.',
    'Ihre vordatierte Zahlung liegt uns vor. Sie gilt ab dem {day}. Vielen Dank.',
    'Nous avons votre paiement postdaté. Il prend effet le {day}. Merci.',
  ],
  takenBack: [
    'This payment was taken back on {day}. It pays nothing any more.',
    'Diese Zahlung wurde am {day} zurückgebucht. Sie gleicht nichts mehr aus.',
    'Ce paiement a été rejeté le {day}. Il ne règle plus rien.',
  ],
  partTakenBack: [
    'Of this payment {amount} was taken back, last on {day}. Only the rest pays.',
    'Von dieser Zahlung wurden {amount} zurückgebucht, zuletzt am {day}. Nur der Rest gleicht aus.',
    'De ce paiement, {amount} ont été rejetés, en dernier le {day}. Seul le reste est imputé.',
  ],
  movedAway: [
    'This payment was moved off your account on {day}. It pays nothing here.',
    'Diese Zahlung wurde am {day} von Ihrem Konto umgebucht. Sie gleicht hier nichts aus.',
    'Ce paiement a été transféré de votre compte le {day}. Il ne règle rien ici.',
  ],
  opening: ['Opening balance', 'Anfangssaldo', 'Solde initial'],
  closing: ['Balance', 'Saldo', 'Solde'],
  date: ['Date', 'Datum', 'Date'],
  entry: ['Entry', 'Vorgang', 'Opération'],
  balance: ['Balance', 'Saldo', 'Solde'],
  openItems: ['Open items', 'Offene Posten', 'Postes ouverts'],
  open: ['Open', 'Offen', 'Ouvert'],
  nothingOpen: ['Nothing is open.', 'Es ist nichts offen.', 'Aucun poste ouvert.'],
  fee: ['Reminder fee, by an invoice of its own', 'Mahngebühr, mit eigener Rechnung', 'Frais de relance, facturés à part'],
  reminderText: [
    'Perhaps it escaped your notice: the following is open. Please pay it, or tell us what stands in the way.',
    'Vielleicht ist es Ihrer Aufmerksamkeit entgangen: Folgendes ist noch offen. Bitte zahlen Sie, oder sagen Sie uns, was dem entgegensteht.',
    'Sauf erreur de notre part, les sommes suivantes restent dues. Merci de les régler ou de nous dire ce qui s’y oppose.',
  ],
  noticeText: [
    'In spite of our reminder the following is still open. Please pay it now, or get in touch with us.',
    'Trotz unserer Erinnerung ist Folgendes noch offen. Bitte zahlen Sie jetzt, oder setzen Sie sich mit uns in Verbindung.',
    'Malgré notre rappel, les sommes suivantes restent dues. Merci de les régler sans délai ou de nous contacter.',
  ],
  finalNoticeText: [
    'This is our last letter before we hand the matter on. Please pay the following at once.',
    'Dies ist unser letztes Schreiben, bevor wir die Sache weitergeben. Bitte zahlen Sie Folgendes sofort.',
    'Ceci est notre dernier courrier avant transmission du dossier. Merci de régler immédiatement les sommes suivantes.',
  ],
  crossed: [
    'If your payment crosses this letter, please take it as settled.',
    'Sollte sich Ihre Zahlung mit diesem Schreiben gekreuzt haben, betrachten Sie es bitte als erledigt.',
    'Si votre règlement a croisé ce courrier, veuillez ne pas en tenir compte.',
  ],
  page: ['Page {page} of {pages}', 'Seite {page} von {pages}', 'Page {page} sur {pages}'],
  taxId: ['Tax number', 'USt-IdNr.', 'N° TVA'],
  standard: ['Standard', 'Regelsatz', 'Normal'],
  zero: ['Zero rated', 'Nullsatz', 'Taux zéro'],
  exempt: ['Exempt', 'Steuerbefreit', 'Exonéré'],
  reverse: ['Reverse charge', 'Steuerschuldnerschaft des Leistungsempfängers', 'Autoliquidation'],
  export: ['Export', 'Ausfuhr', 'Exportation'],
  outside: ['Outside the scope of tax', 'Nicht steuerbar', 'Hors champ'],
  'kind.invoice': ['Invoice', 'Rechnung', 'Facture'],
  'kind.credit-note': ['Credit note', 'Gutschrift', 'Avoir'],
  'kind.payment': ['Payment', 'Zahlung', 'Paiement'],
  'kind.payment-released': ['Payment moved', 'Zahlung umgebucht', 'Paiement transféré'],
  'kind.payment-reversed': ['Payment taken back', 'Zahlung zurückgebucht', 'Paiement rejeté'],
  'kind.deduction': ['Deduction', 'Abzug', 'Déduction'],
  'kind.write-off': ['Write-off', 'Ausbuchung', 'Abandon de créance'],
  'kind.refund': ['Refund', 'Erstattung', 'Remboursement'],
  'kind.reversal-debit': ['Debit after reversal', 'Belastung nach Rückbuchung', 'Débit après rejet'],
  'kind.exchange': ['Exchange', 'Umtausch', 'Change'],
  'method.bank': ['Bank transfer', 'Überweisung', 'Virement bancaire'],
  'method.cash': ['Cash', 'Bar', 'Espèces'],
  'method.card': ['Card', 'Karte', 'Carte'],
  'method.cheque': ['Cheque', 'Scheck', 'Chèque'],
  'method.direct-debit': ['Direct debit', 'Lastschrift', 'Prélèvement'],
} as const satisfies Readonly<Record<string, readonly [english: string, german: string, french: string]>>;

export type Label = keyof typeof words;

const order = ['en', 'de', 'fr'];

/** A word in a language; in English where there is no other. `{name}` is filled in. */
export function label(name: Label, language: string, filled: Readonly<Record<string, string>> = {}): string {
  const text: string = words[name][Math.max(0, order.indexOf(language))] ?? words[name][0];
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => filled[key] ?? whole);
}

const categories: Readonly<Record<string, Label>> = { S: 'standard', Z: 'zero', E: 'exempt', AE: 'reverse', G: 'export', O: 'outside' };

export const categoryLabel = (category: string, language: string): string => label(categories[category] ?? 'standard', language);

/** A kind of statement line; one that has no word yet is shown as it is named. */
export const kindLabel = (kind: string, language: string): string => (`kind.${kind}` in words ? label(`kind.${kind}` as Label, language) : kind);

/** A way in which money came; one that has no word is shown as it is named. */
export const methodLabel = (method: string, language: string): string => (`method.${method}` in words ? label(`method.${method}` as Label, language) : method);
