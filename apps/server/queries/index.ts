import { FindAuditRecordsHandler } from './audit-record.queries';
import type { Type } from '@nestjs/common';
import { AskReportHandler } from '../reports/ask-report.query';
import { ReportScope } from '../reports/report-scope';
import { ListJournalEntriesHandler } from '../exports/journal-entries.query';
import { MakeExportHandler } from '../exports/make-export.query';
import { MakeDocumentHandler } from '../documents/make-document.query';
import { FindAccountHandler, ListAccountItemsHandler } from './account.queries';
import { FindCollectionHandler, FindDossierHandler, FindWorklistHandler } from './collection.queries';
import { FindContractHandler } from './contract.queries';
import { FindBillingRunHandler } from './billing-run.queries';
import { FindCustomerHandler, FindCustomerHistoryHandler } from './customer.queries';
import { FindApprovalHandler, FindCreditNoteHandler, FindInvoiceHandler, FindPaymentHandler, FindReturnHandler, FindSaleHandler } from './document.queries';
import { FindDirectDebitFileHandler, FindDirectDebitsHandler } from '../routes/direct-debits.queries';
import { FindMappingHandler } from '../intake/mapping.queries';
import { FindDraftHandler } from './draft.queries';
import { FindEntityHandler, ListEntitiesHandler } from './entity.queries';
import { EventReader } from './event-reader';
import { ListPeriodsHandler, ListRatesHandler } from './period.queries';
import { ListThingsHandler } from './list.queries';
import { FindPurchasesHandler } from './purchase.queries';
import { FindRiskFlagsHandler } from './risk.queries';
import { StreamReader } from './stream-reader';

/** Every query handler, and what they read with. */
export const queryHandlers: readonly Type[] = [
  StreamReader,
  EventReader,
  ReportScope,
  FindBillingRunHandler,
  FindEntityHandler,
  ListEntitiesHandler,
  FindCustomerHandler,
  FindDraftHandler,
  FindMappingHandler,
  FindDirectDebitsHandler,
  FindDirectDebitFileHandler,
  FindContractHandler,
  FindCollectionHandler,
  FindDossierHandler,
  FindWorklistHandler,
  FindInvoiceHandler,
  FindCreditNoteHandler,
  FindPaymentHandler,
  FindSaleHandler,
  FindReturnHandler,
  FindApprovalHandler,
  FindAccountHandler,
  ListAccountItemsHandler,
  ListThingsHandler,
  FindRiskFlagsHandler,
  FindPurchasesHandler,
  FindCustomerHistoryHandler,
  ListPeriodsHandler,
  ListRatesHandler,
  AskReportHandler,
  MakeDocumentHandler,
  MakeExportHandler,
  ListJournalEntriesHandler,
  FindAuditRecordsHandler,
];
