/** The few words an electronic invoice bears besides the document's own. */
export interface EInvoiceTexts {
  readonly discount: string;
  readonly rounding: string;
  readonly exempt: string;
  readonly reverseCharge: string;
  readonly exported: string;
  readonly outOfScope: string;
  readonly addressedTo: string;
  readonly creditTerms: string;
  readonly instalment: (part: { readonly number: number; readonly amount: string; readonly dueDate: string }) => string;
  readonly earlyPayment: (percent: string, until: string) => string;
}

const english: EInvoiceTexts = {
  discount: 'Discount',
  rounding: 'Rounding',
  exempt: 'Exempt from tax',
  reverseCharge: 'Reverse charge',
  exported: 'Export',
  outOfScope: 'Not subject to VAT',
  addressedTo: 'Addressed to',
  creditTerms: 'This amount is credited to your account.',
  instalment: ({ number, amount, dueDate }) => `Part ${number}: ${amount} due ${dueDate}.`,
  earlyPayment: (percent, until) => `${percent} % less when paid until ${until}.`,
};

const german: EInvoiceTexts = {
  discount: 'Rabatt',
  rounding: 'Rundung',
  exempt: 'Steuerfrei',
  reverseCharge: 'Steuerschuldnerschaft des Leistungsempfängers (Reverse charge)',
  exported: 'Ausfuhrlieferung',
  outOfScope: 'Nicht steuerbar',
  addressedTo: 'Gerichtet an',
  creditTerms: 'Dieser Betrag wird Ihrem Konto gutgeschrieben.',
  instalment: ({ number, amount, dueDate }) => `Rate ${number}: ${amount} fällig am ${dueDate}.`,
  earlyPayment: (percent, until) => `${percent} % Skonto bei Zahlung bis ${until}.`,
};

const french: EInvoiceTexts = {
  discount: 'Remise',
  rounding: 'Arrondi',
  exempt: 'Exonéré de taxe',
  reverseCharge: 'Autoliquidation (Reverse charge)',
  exported: 'Exportation',
  outOfScope: 'Non soumis à la TVA',
  addressedTo: 'Adressée à',
  creditTerms: 'Ce montant est porté au crédit de votre compte.',
  instalment: ({ number, amount, dueDate }) => `Échéance ${number} : ${amount} au ${dueDate}.`,
  earlyPayment: (percent, until) => `Escompte de ${percent} % pour paiement jusqu’au ${until}.`,
};

/** In the language of the document; English where there is no other. */
export function eInvoiceTexts(language: string | undefined): EInvoiceTexts {
  return language === 'de' ? german : language === 'fr' ? french : english;
}
