import type { Type } from '@nestjs/common';
import { ExportsController } from '../exports/exports.controller';
import { JournalEntriesController } from '../exports/journal-entries.controller';
import { DocumentsController } from '../documents/documents.controller';
import { EventsController } from '../feed/events.controller';
import { HealthController } from '../operations/health.controller';
import { MetricsController } from '../operations/metrics.controller';
import { ReportsController } from '../reports/reports.controller';
import { AccountCommandsController } from './account-commands.controller';
import { AccountCorrectionsController } from './account-corrections.controller';
import { AccountsController } from './accounts.controller';
import { AllocationsController } from './allocations.controller';
import { ApprovalsController } from './approvals.controller';
import { BillingRunsController } from './billing-runs.controller';
import { CollectionsController } from './collections.controller';
import { ContractsController } from './contracts.controller';
import { CreditNotesController } from './credit-notes.controller';
import { CustomersController } from './customers.controller';
import { DirectDebitsController } from './direct-debits.controller';
import { DeliveriesController } from './deliveries.controller';
import { DraftsController } from './drafts.controller';
import { EntitiesController } from './entities.controller';
import { ErasureController } from './erasure.controller';
import { ExternalInvoicesController } from './external-invoices.controller';
import { GatewayController } from '../gateway/gateway.controller';
import { StripeWebhookController } from '../gateway/stripe-webhook.controller';
import { CustomerPageController } from '../hosted/customer-page.controller';
import { IntakeController } from '../intake/intake.controller';
import { MappingsController } from '../intake/mappings.controller';
import { InquiriesController } from './inquiries.controller';
import { InvoicesController } from './invoices.controller';
import { PromisesController } from './promises.controller';
import { MandatesController } from './mandates.controller';
import { PeriodsController } from './periods.controller';
import { RatesController } from './rates.controller';
import { PaymentsController } from './payments.controller';
import { RefundsController } from './refunds.controller';
import { ReminderRunsController } from './reminder-runs.controller';
import { RemindersController } from './reminders.controller';
import { ReturnsController } from './returns.controller';
import { RiskFlagsController } from './risk-flags.controller';
import { AuditRecordsController } from './audit-records.controller';
import { BankStatementsController } from './bank-statements.controller';
import { SalesController } from './sales.controller';
import { UsageController } from './usage.controller';
import { WebhookEndpointsController } from '../webhooks-out/webhook-endpoints.controller';

/** Every controller of the API. */
export const controllers: readonly Type[] = [
  EntitiesController,
  CustomersController,
  InquiriesController,
  RiskFlagsController,
  SalesController,
  ContractsController,
  UsageController,
  BillingRunsController,
  DocumentsController,
  ExportsController,
  JournalEntriesController,
  InvoicesController,
  CreditNotesController,
  DraftsController,
  DeliveriesController,
  ReturnsController,
  ErasureController,
  ExternalInvoicesController,
  PaymentsController,
  MandatesController,
  DirectDebitsController,
  AllocationsController,
  BankStatementsController,
  AccountsController,
  AccountCommandsController,
  AccountCorrectionsController,
  RefundsController,
  RemindersController,
  RatesController,
  PeriodsController,
  ApprovalsController,
  ReportsController,
  ReminderRunsController,
  CollectionsController,
  PromisesController,
  EventsController,
  AuditRecordsController,
  WebhookEndpointsController,
  MappingsController,
  IntakeController,
  GatewayController,
  StripeWebhookController,
  CustomerPageController,
  HealthController,
  MetricsController,
];
