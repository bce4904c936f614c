/**
 * Texts in events that say nothing of a natural person by their meaning, by the name of the field. Whoever types
 * them is told not to name people there. A text that stands neither here nor under `personal` fails the build.
 */
export const impersonalTexts: Readonly<Record<string, readonly string[]>> = {
  'an id or a code': [
    'ledgerId', 'entityId', 'timeZone', 'seriesId', 'prefix', 'policyId', 'step', 'template', 'requestId', 'productCode', 'customerId', 'parentCustomerId', 'billToCustomerId',
    'customerIds', 'approvalId', 'mandateId', 'saleId', 'saleIds', 'accountId', 'lineId', 'aboutInvoiceId', 'invoiceId', 'invoiceIds', 'runId', 'documentNumber', 'contractId',
    'contractIds', 'contractItemId', 'returnId', 'cancelsInvoiceId', 'appliesToInvoiceId', 'invoiceLineId', 'creditNoteId', 'returnLineId', 'paymentId', 'heldBy', 'statementId',
    'reversalId', 'code', 'identificationId', 'movesTo', 'allocationId', 'id', 'redoes', 'disputeId', 'reminderId', 'repeats', 'promiseId', 'contactId', 'handoverId',
    'directDebitId', 'batchId', 'source', 'accountCode', 'deductionId', 'writeOffId', 'reliefId', 'refundId', 'bankReference', 'gateway', 'debitId', 'itemId', 'milestoneId',
    'amendmentId', 'removedItemIds', 'acceptanceId', 'billableId', 'creditId', 'recognitionId', 'usageId', 'draftId', 'documentId', 'deliveryId', 'subjectId', 'feeId', 'payoutId',
    'inquiryId', 'actId', 'exportId', 'serverId', 'holdId', 'endToEndId', 'reversalOf', 'subject', 'statementNumber', 'reference', 'receipt', 'meter', 'plan', 'endpointId',
    'sourceSystem', 'sourceId', 'sourceVersion', 'mappingName',
  ],
  'what was sold, as documents print it': ['description', 'taxNote', 'unit', 'of', 'note'],
  'a word of the business': ['kind', 'method', 'role', 'command', 'limit', 'attachments'],
  'why something was decided, typed by staff': ['reason', 'why', 'outcome', 'remark', 'message'],
  'made by the ledger itself': ['detail', 'resolution'],
  'as a bank words its own entries': ['returnReason'],
  'a member of staff or a key, kept because they answer for it': ['requestedBy', 'grantedBy', 'deniedBy', 'draftedBy', 'changedBy', 'approvedBy', 'actor'],
  'a company that collects for us': ['agency'],
  'an address of a machine': ['url'],
  'a word of the contract': ['eventTypes'],
  'how documents of another system are read, typed by staff': ['definition'],
};

/** Where names, addresses and bank accounts are those of one of our own legal entities. */
export const ownPlaces: readonly RegExp[] = [
  /^EntityConfigured\//,
  /^ChartMapped\//,
  /\/seller\//,
  /\/waysToPay\//,
  /\/payTo\//,
  /^BankStatementImported\/bankAccount$/,
  /^BankFeeCharged\/text$/,
  /^UsageRecorded\//,
  // Of the program and of our own ledger: which day, which entity, which port.
  /^AdministrativeActBegun\/changes\/(before|after)$/,
  /^ExportMade\/parameters\/value$/,
  /^ConfigurationChanged\/(settings\/(before|after)|effective\/value)$/,
];
