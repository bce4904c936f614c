import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ChangeContact, ChangeContactBody, RegisterCustomer, RegisterCustomerBody, SetBankDetails, SetBankDetailsBody, SetCreditTerms, SetCreditTermsBody,
  SetCreditLimit, SetCreditLimitBody, SetParent, SetParentBody, SetPreference, SetPreferenceBody, SyncCustomer, SyncCustomerBody, type CustomerAnswer,
} from '#billing';
import type { SyncAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { setEtag } from '../edge/preconditions';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { FindCustomer, FindCustomerHistory, type CustomerView } from '../queries/customer.queries';
import { CustomerListQuery, PurchaseListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { FindPurchases } from '../queries/purchase.queries';
import { customerExample, customerViewExample, historyExample } from './examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { customerId: 'customerId' };

@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({ summary: 'Register a customer.', roles: roleSets.sends, takes: RegisterCustomerBody, answer: customerExample })
  register(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: RegisterCustomerBody, command: RegisterCustomer });
  }

  @Post(':customerId/contact')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Replace the contact. Documents issued before keep what they print.',
    roles: roleSets.sends,
    takes: ChangeContactBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  changeContact(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: ChangeContactBody, command: ChangeContact, path, requestId: true });
  }

  @Post(':customerId/synchronisation')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Say who a customer is, as another system has it: registered or changed by the newest version; an older one changes nothing.',
    roles: roleSets.sends,
    takes: SyncCustomerBody,
    answer: { ...customerExample, outcome: 'changed', sourceVersion: '2010-12-02T10:00:00.000000000Z' },
    status: 200,
  })
  synchronise(@CurrentCall() call: Call): Promise<CommandReply<SyncAnswer>> {
    return this.desk.run(call, { given: SyncCustomerBody, command: SyncCustomer, path });
  }

  @Post(':customerId/terms')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set the terms with a legal entity from a day on.',
    roles: roleSets.works,
    takes: SetCreditTermsBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setTerms(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetCreditTermsBody, command: SetCreditTerms, path, requestId: true });
  }

  @Post(':customerId/parent')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set the customer whose figures include this one’s, or none.',
    roles: roleSets.works,
    takes: SetParentBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setParent(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetParentBody, command: SetParent, path, requestId: true });
  }

  @Post(':customerId/bank-details')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set where refunds to the customer go.',
    roles: roleSets.works,
    takes: SetBankDetailsBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setBankDetails(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetBankDetailsBody, command: SetBankDetails, path, requestId: true });
  }

  @Post(':customerId/preference')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set how the customer wants documents: channel, language, electronic invoice.',
    roles: roleSets.sends,
    takes: SetPreferenceBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setPreference(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetPreferenceBody, command: SetPreference, path, requestId: true });
  }

  @Post(':customerId/credit-limit')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @CommandRouteDoc({
    summary: 'Set what the customer may owe a legal entity, and whether sales beyond it wait or are told of.',
    roles: roleSets.works,
    takes: SetCreditLimitBody,
    answer: customerExample,
    status: 200,
    ifMatch: true,
  })
  setCreditLimit(@CurrentCall() call: Call): Promise<CommandReply<CustomerAnswer>> {
    return this.desk.run(call, { given: SetCreditLimitBody, command: SetCreditLimit, path, requestId: true });
  }

  @Get(':customerId/history')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @QueryRouteDoc({ summary: 'Every fact about the customer itself: contacts, terms, limits, bank details, preferences.', roles: roleSets.reports, answer: { events: historyExample } })
  async history(@Param('customerId', new IdPipe('customerId')) customerId: string): Promise<object> {
    return found(await this.queries.execute(new FindCustomerHistory(customerId)), 'customer', customerId);
  }

  @Get(':customerId/purchases')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @QueryRouteDoc({
    summary: 'What the customer bought: its invoices of our registers with their lines, newest first.',
    roles: roleSets.reads,
    answer: {
      items: [{
        invoiceId: '0b9a4b4e-4a9f-5b1c-9a51-7d0f3a8d2c11', documentNumber: 'INV-000001', entityId: 'UK', issueDate: '2010-12-01', currency: 'GBP', gross: '15.30',
        lines: [{ productCode: '85123A', description: 'Heart holder', quantity: '6', unitPrice: '2.55', net: '15.30' }],
      }],
      next: null,
    },
  })
  async purchases(@Param('customerId', new IdPipe('customerId')) customerId: string, @Query(new CheckedPipe(PurchaseListQuery)) query: PurchaseListQuery): Promise<ListPage> {
    const { page } = split(query);
    return found(await this.queries.execute(new FindPurchases(customerId, page)), 'customer', customerId);
  }

  @Get()
  @QueryRouteDoc({
    summary: 'Customers, newest first.',
    roles: roleSets.reads,
    answer: { items: [{ customerId: '17850', kind: 'business', country: 'GB', name: 'Ada Sample' }], next: null },
  })
  list(@Query(new CheckedPipe(CustomerListQuery)) query: CustomerListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listCustomers', filter, page));
  }

  @Get(':customerId')
  @ApiParam({ name: 'customerId', type: String, example: '17850' })
  @QueryRouteDoc({ summary: 'A customer as it is now, with its terms over time.', roles: roleSets.reads, answer: customerViewExample })
  async find(@CurrentCall() { reply }: Call, @Param('customerId', new IdPipe('customerId')) customerId: string): Promise<CustomerView> {
    const view = found(await this.queries.execute(new FindCustomer(customerId)), 'customer', customerId);
    setEtag(reply, view.revision);
    return view;
  }
}
