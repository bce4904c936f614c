/**
 * The semantic model of EN 16931-1, as far as our documents fill it. Names in brackets are the standard's business terms
 * (BT) and groups (BG). Amounts are plain decimals of at most two places, days `YYYY-MM-DD`, absent means not sent.
 */
export interface SemanticInvoice {
  /** BT-1. */
  readonly number: string;
  /** BT-2. */
  readonly issueDate: string;
  /** BT-3: 380 invoice, 381 credit note, 386 prepayment invoice. */
  readonly typeCode: '380' | '381' | '386';
  /** BT-5. */
  readonly currency: string;
  /** BT-6 and BT-111: tax in the seller's own currency, where that is another. */
  readonly accountingTax?: { readonly currency: string; readonly amount: string };
  /** BT-7, where it is not the issue date. */
  readonly taxPointDate?: string;
  /** BT-9: of several parts the first. */
  readonly dueDate?: string;
  /** BT-10. */
  readonly buyerReference?: string;
  /** BT-12. */
  readonly contractReference?: string;
  /** BT-20. */
  readonly terms?: string;
  /** BT-22. */
  readonly note?: string;
  /** BG-3. */
  readonly preceding: readonly PrecedingInvoice[];
  /** BG-4. */
  readonly seller: SemanticParty;
  /** BG-7. */
  readonly buyer: SemanticParty;
  /** BT-72; absent where a period is given. */
  readonly deliveryDate?: string;
  /** BG-14. */
  readonly period?: Period;
  /** BG-16. */
  readonly payment?: PaymentInstructions;
  /** BG-20 and BG-21. */
  readonly adjustments: readonly DocumentAdjustment[];
  /** BG-22. */
  readonly totals: SemanticTotals;
  /** BG-23. */
  readonly taxes: readonly TaxBreakdown[];
  /** BG-25. */
  readonly lines: readonly SemanticLine[];
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** BT-25 and BT-26. */
export interface PrecedingInvoice {
  readonly number: string;
  readonly issueDate?: string;
}

export interface SemanticParty {
  /** BT-46: the number the seller keeps the buyer under. */
  readonly id?: string;
  /** BT-27, BT-44. */
  readonly name: string;
  /** BT-30. */
  readonly registration?: string;
  /** BT-31, BT-48: with the prefix of its country. */
  readonly vatId?: string;
  /** BT-32: a tax number that is no VAT identifier. */
  readonly taxNumber?: string;
  /** BT-34, BT-49; also the contact's (BT-43, BT-58). */
  readonly email?: string;
  /** BT-42, BT-57. */
  readonly phone?: string;
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** BT-40, BT-55. */
  readonly country: string;
}

export interface PaymentInstructions {
  /** BT-81: 58 SEPA credit transfer, 30 credit transfer, 1 not defined. */
  readonly meansCode: '58' | '30' | '1';
  /** BT-82. */
  readonly meansText?: string;
  /** BT-83. */
  readonly remittance: string;
  readonly account?: {
    /** BT-84. */
    readonly iban?: string;
    readonly accountNumber?: string;
    /** BT-85. */
    readonly holder?: string;
    /** BT-86. */
    readonly bic?: string;
  };
}

/** An allowance (takes off) or a charge (puts on). */
export interface Adjustment {
  readonly kind: 'allowance' | 'charge';
  readonly amount: string;
  readonly baseAmount?: string;
  readonly percent?: string;
  readonly reason: string;
  /** UNTDID 5189: 95 is a discount. */
  readonly reasonCode?: '95';
}

export interface TaxClass {
  readonly category: string;
  /** Percent; absent for what is outside the scope of tax. */
  readonly rate?: string;
}

export interface DocumentAdjustment extends Adjustment {
  readonly tax: TaxClass;
}

export interface TaxBreakdown extends TaxClass {
  /** BT-116. */
  readonly base: string;
  /** BT-117. */
  readonly tax: string;
  /** BT-120. */
  readonly exemptionReason?: string;
  /** BT-121. */
  readonly exemptionCode?: string;
}

export interface SemanticTotals {
  /** BT-106. */
  readonly lines: string;
  /** BT-107; absent without any. */
  readonly allowances?: string;
  /** BT-108; absent without any. */
  readonly charges?: string;
  /** BT-109. */
  readonly net: string;
  /** BT-110. */
  readonly tax: string;
  /** BT-112 and, as nothing was paid before a document is issued, BT-115. */
  readonly gross: string;
}

export interface SemanticLine {
  /** BT-126. */
  readonly id: string;
  /** BT-153. */
  readonly name: string;
  /** BT-155. */
  readonly productCode?: string;
  /** BT-129, in pieces (C62): the ledger knows no other unit. */
  readonly quantity: string;
  /** BT-146, without tax. */
  readonly price: string;
  /** BT-131. */
  readonly net: string;
  readonly tax: TaxClass;
  /** BG-26. */
  readonly period?: Period;
  /** BG-27 and BG-28. */
  readonly adjustments: readonly Adjustment[];
}
