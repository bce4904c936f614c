import { addDays, creditorReference, type InvoiceIssued } from '#ledger';
import { givenText, textField } from './clean-text';
import type { EInvoiceTexts } from './e-invoice-texts';
import { plain } from './semantic-amounts';
import type { PaymentInstructions } from './semantic-invoice';

type Invoice = InvoiceIssued['data'];

/** How to pay: by transfer to the account that was frozen, else in the words of the ways to pay. */
export function paymentInstructions(data: Invoice): PaymentInstructions | undefined {
  const remittance = creditorReference(data.documentNumber) ?? data.documentNumber;
  const words = data.waysToPay.map(({ text }) => givenText(text)).filter((text) => text !== undefined).join('; ');
  const account = payeeAccount(data.payTo);
  if (account === undefined && words === '') {
    return undefined;
  }
  const transfer = account?.iban !== undefined && data.currency === 'EUR' ? '58' : '30';
  return {
    meansCode: account === undefined ? '1' : transfer,
    ...textField('meansText', words),
    remittance,
    ...(account === undefined ? {} : { account }),
  };
}

function payeeAccount(payTo: Invoice['payTo']): PaymentInstructions['account'] {
  const iban = givenText(payTo?.iban)?.replace(/\s/g, '').toUpperCase();
  const accountNumber = givenText(payTo?.accountNumber);
  if (iban === undefined && accountNumber === undefined) {
    return undefined;
  }
  const number = iban === undefined ? textField('accountNumber', accountNumber) : { iban };
  return { ...number, ...textField('holder', payTo?.accountHolder), ...textField('bic', payTo?.bic) };
}

/** Parts of the amount and the discount for paying early, in words: the standard has fields for one due date alone. */
export function termsText({ instalments, terms, currency, issueDate }: Invoice, texts: EInvoiceTexts): string | undefined {
  const parts = instalments.length < 2 ? [] : instalments.map((part) => texts.instalment({ ...part, amount: `${part.amount} ${currency}` }));
  const { earlyPayment } = terms;
  const early = earlyPayment === undefined ? [] : [texts.earlyPayment(plain(earlyPayment.percent), addDays(issueDate, earlyPayment.withinDays))];
  return givenText([...parts, ...early].join(' '));
}
