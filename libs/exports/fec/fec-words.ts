import type { LedgerEvent } from '#ledger';

export interface FecJournal {
  readonly code: string;
  readonly name: string;
}

const sales: FecJournal = { code: 'VE', name: 'Ventes' };
const bank: FecJournal = { code: 'BQ', name: 'Banque' };
const various: FecJournal = { code: 'OD', name: 'Opérations diverses' };
export const openingJournal: FecJournal = { code: 'AN', name: 'À nouveaux' };

/** Journal and words of an entry, in French, by what it books. */
const words: Partial<Record<LedgerEvent['type'], readonly [FecJournal, string]>> = {
  InvoiceIssued: [sales, 'Facture'],
  CreditNoteIssued: [sales, 'Avoir'],
  ExternalInvoiceRecorded: [sales, 'Facture reprise'],
  PaymentReceived: [bank, 'Règlement reçu'],
  PaymentReversed: [bank, 'Rejet de règlement'],
  PaymentIdentified: [various, 'Identification de règlement'],
  PaymentIdentificationReversed: [various, 'Annulation d’identification'],
  PaymentAllocated: [various, 'Imputation'],
  AllocationReversed: [various, 'Annulation d’imputation'],
  DeductionAccepted: [various, 'Déduction acceptée'],
  DeductionReversed: [various, 'Annulation de déduction'],
  InvoiceWrittenOff: [various, 'Créance irrécouvrable'],
  WriteOffReversed: [various, 'Reprise sur créance irrécouvrable'],
  BadDebtTaxRelieved: [various, 'Récupération de TVA sur créance irrécouvrable'],
  RefundPaid: [bank, 'Remboursement'],
  RefundReturned: [bank, 'Remboursement retourné'],
  ReversalDebitRaised: [various, 'Débit après rejet'],
  ReversalDebitWithdrawn: [various, 'Annulation de débit après rejet'],
  RevenueRecognised: [various, 'Reconnaissance de revenu'],
  CurrencyRevalued: [various, 'Réévaluation de devises'],
  BankFeeCharged: [bank, 'Frais bancaires'],
  GatewayPayoutSettled: [bank, 'Versement de prestataire de paiement'],
};

export const fecWords = (type: LedgerEvent['type']): readonly [FecJournal, string] => words[type] ?? [various, type];
