/** What is looked for by its id: one sentence for all. */
const sought: Readonly<Record<string, string>> = {
  'ACCOUNT.NOT_FOUND': 'account', 'APPROVAL.NOT_FOUND': 'approval', 'BILLING_RUN.NOT_FOUND': 'billing run', 'CONTRACT.NOT_FOUND': 'contract', 'CREDIT_NOTE.NOT_FOUND': 'credit note',
  'CUSTOMER.NOT_FOUND': 'customer', 'DRAFT.NOT_FOUND': 'draft', 'ENTITY.NOT_FOUND': 'entity', 'HAND_OVER.NOT_FOUND': 'hand-over', 'PAYMENT.NOT_FOUND': 'payment',
  'REMINDER.NOT_FOUND': 'reminder', 'RETURN.NOT_FOUND': 'return', 'SALE.NOT_FOUND': 'sale', 'WEBHOOK_ENDPOINT.NOT_FOUND': 'webhook endpoint',
};
const soughtWords = (what: string): readonly [string, string] => ['404', `There is no such ${what}. Check the id; what was written just now is found when its writeToken is given as min.`];

/** Words for codes whose message is put together away from the code. A test refuses words for a code that is gone. */
export const wordsElsewhere: Readonly<Record<string, readonly [status: string, message: string]>> = {
  ...Object.fromEntries(Object.entries(sought).map(([code, what]) => [code, soughtWords(what)])),
  'CREDIT_NOTE.EXCEEDS_INVOICE_LINE': ['409', 'More would be credited than is left of an invoice line. Credit what is left, or cancel the invoice.'],
  'EXPORT.BOOKS_DIFFER': ['503', 'What was exported is not what the books say; the message names both figures. Nothing was given out: report it.'],
  'FIELD.INVALID': ['422', 'A field breaks its rule; `errors` names the field, the rule and what to send.'],
  'GATEWAY.AMOUNT': ['422', 'The gateway takes no such amount in this currency. Take another way to pay.'],
  'GATEWAY.KEY': ['503', 'The gateway refused our key. An operator has to set the right one.'],
  'GATEWAY.MANUAL_PAYOUT': ['422', 'The payout was made by hand at the gateway, so it lists no parts. Enter it as such.'],
  'GATEWAY.OTHER_MODE': ['400', 'A notice of the gateway’s test mode came to a live ledger, or the other way round. Check which keys are set.'],
  'GATEWAY.REFUSED': ['422', 'The gateway refused; its reason is in the message.'],
  'GATEWAY.UNREADABLE': ['400', 'The notice is not in a form that is known. Check the version of the gateway’s API.'],
  'GATEWAY.UNSIGNED': ['400', 'The notice is not signed by a secret that is known here, or not within five minutes.'],
  'IDEMPOTENCY.KEY_INVALID': ['400', 'An Idempotency-Key is 1 to 255 visible ASCII characters. Send another.'],
  'JSON.DUPLICATE_KEY': ['400', 'An object of the body has one name twice. Send it once.'],
  'JSON.FORBIDDEN_KEY': ['400', 'An object of the body has a name that programs reserve, such as __proto__. Leave it out.'],
  'JSON.SYNTAX': ['400', 'The body is no JSON; the message says where it breaks off.'],
  'JSON.TOO_DEEP': ['400', 'The body is nested deeper than 32 levels.'],
  'JSON.TOO_WIDE': ['400', 'A list or object of the body has more elements than is allowed. Send it in parts.'],
  'OUTCOME.UNKNOWN': ['503', 'Nobody knows whether this was recorded. Repeat it with the same key to find out.'],
  'PAYMENT.NEGATIVE_AMOUNT': ['422', 'A payment is above zero. Send what was taken back as a reversal.'],
  'PAYMENT.ZERO_AMOUNT': ['422', 'A payment is above zero.'],
  'PRECONDITION.ETAG_INVALID': ['400', 'If-Match holds no ETag of this API. Send one that an answer gave.'],
  'READ.MIN_INVALID': ['422', 'min is a ledger sequence or a write token that an answer gave.'],
  'READ.WAIT_INVALID': ['422', 'wait is 0 to 30,000 milliseconds.'],
  'READ_MODELS.UNFIT': ['', 'Read models were made from another log, or from more than this one holds. Rebuild them, or point to the right log.'],
  'REQUEST.ADDRESS_TOO_LONG': ['414', 'The address is too long. Send fewer or shorter parameters.'],
  'REQUEST.CONTENT_ENCODING': ['415', 'The body is compressed, which is not taken. Send it as it is.'],
  'REQUEST.HOST_MISSING': ['400', 'The header Host is missing.'],
  'REQUEST.REFUSED': ['', 'The request was refused before it was read as one.'],
  'REQUEST.TOO_LARGE': ['413', 'The body is larger than this route takes. Send it in parts.'],
  'RETURN.REFUSED': ['', 'A returned document of an import cannot be credited; the reason is beside it.'],
  'ROUTE.METHOD': ['405', 'This address takes other methods.'],
  'RUN.SOURCE_CHANGED': ['409', 'A contract or sale changed since the run planned it; it was dropped from the run. Plan it again.'],
  'WRITE_OFF.EXCEEDS_OPEN': ['409', 'More would be written off than is open. Write off what is open.'],
};
