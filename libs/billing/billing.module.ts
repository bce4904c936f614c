import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AllocatePaymentHandler } from './accounts/allocate-payment.handler';
import { HoldAccountHandler } from './accounts/hold-account.handler';
import { OpenDisputeHandler } from './accounts/open-dispute.handler';
import { ReleaseAccountHandler } from './accounts/release-account.handler';
import { ResolveDisputeHandler } from './accounts/resolve-dispute.handler';
import { ReverseAllocationHandler } from './accounts/reverse-allocation.handler';
import { ChangeContactHandler } from './customers/change-contact.handler';
import { RegisterCustomerHandler } from './customers/register-customer.handler';
import { SetCreditTermsHandler } from './customers/set-credit-terms.handler';
import { ConfigureEntityHandler } from './entities/configure-entity.handler';
import { ExternalInvoiceEntering } from './external-invoices/external-invoice-entering';
import { RecordExternalInvoiceHandler } from './external-invoices/record-external-invoice.handler';
import { LEDGER_CONTEXT, type LedgerContext } from './ledger/ledger-context';
import { IdentifyPaymentHandler } from './payments/identify-payment.handler';
import { PaymentEntering } from './payments/payment-entering';
import { ReceivePaymentHandler } from './payments/receive-payment.handler';
import { ReversePaymentHandler } from './payments/reverse-payment.handler';
import { ClosePeriodHandler } from './periods/close-period.handler';
import { PeriodTotals } from './periods/period-totals';
import { ReopenPeriodHandler } from './periods/reopen-period.handler';
import { RevalueCurrencyHandler } from './periods/revalue-currency.handler';
import { RecordRatesHandler } from './rates/record-rates.handler';
import { ReminderRun } from './reminders/reminder-run';
import { RunRemindersHandler } from './reminders/run-reminders.handler';
import { CancelInvoiceHandler } from './returns/cancel-invoice.handler';
import { CreditInvoiceHandler } from './returns/credit-invoice.handler';
import { CreditNoteIssuing } from './returns/credit-note-issuing';
import { PrepaymentSettling } from './returns/prepayment-settling';
import { ReturnReceiving } from './returns/return-receiving';
import { ReceiveReturnHandler } from './returns/receive-return.handler';
import { BillSaleHandler } from './sales/bill-sale.handler';
import { CancelSaleHandler } from './sales/cancel-sale.handler';
import { CloseSaleHandler } from './sales/close-sale.handler';
import { InvoiceIssuing } from './sales/invoice-issuing';

const commandHandlers = [
  ConfigureEntityHandler, RegisterCustomerHandler, ChangeContactHandler, SetCreditTermsHandler, CloseSaleHandler, BillSaleHandler,
  CancelSaleHandler, ReceiveReturnHandler, CancelInvoiceHandler, CreditInvoiceHandler, RecordExternalInvoiceHandler, ReceivePaymentHandler, IdentifyPaymentHandler,
  ReversePaymentHandler, AllocatePaymentHandler, ReverseAllocationHandler, OpenDisputeHandler, ResolveDisputeHandler,
  HoldAccountHandler, ReleaseAccountHandler, RunRemindersHandler,
  RecordRatesHandler, ClosePeriodHandler, ReopenPeriodHandler, RevalueCurrencyHandler,
];

/** What follows from a decision, step by step: used by the handlers and by the policy that finishes after a crash. */
const followingSteps = [InvoiceIssuing, CreditNoteIssuing, ReturnReceiving, PrepaymentSettling, PaymentEntering, ExternalInvoiceEntering, PeriodTotals, ReminderRun];

/** Every command of the ledger on one bus. Nest's event bus is not used: it overtakes, drops and forgets. */
@Module({})
export class BillingModule {
  static forLedger(context: LedgerContext): DynamicModule {
    return {
      module: BillingModule,
      imports: [CqrsModule],
      providers: [{ provide: LEDGER_CONTEXT, useValue: context }, ...followingSteps, ...commandHandlers],
      exports: followingSteps,
    };
  }
}
