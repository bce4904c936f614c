import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  AcceptMilestone, AcceptMilestoneBody, AcceptOutcome, AcceptOutcomeBody, AmendContract, AmendContractBody, EndContract, EndContractBody,
  SignContract, SignContractBody, type AcceptedAnswer, type ContractAnswer,
} from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { found } from '../edge/found';
import { setEtag } from '../edge/preconditions';
import { FindContract, type ContractView } from '../queries/contract.queries';
import { ContractListQuery, split } from '../queries/list-filters.query';
import { ListThings, type ListPage } from '../queries/list.queries';
import { roleSets } from '../security/roles';
import { contractExample, contractRecordExample, contractViewExample, milestoneAcceptedExample, outcomeAcceptedExample } from './contract.examples';
import { CommandRouteDoc, QueryRouteDoc } from './route-docs';

const path = { contractId: 'contractId' };
const ContractParam = (): MethodDecorator => ApiParam({ name: 'contractId', type: String, example: 'K-2010-001' });

@ApiTags('contracts')
@Controller('contracts')
export class ContractsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @CommandRouteDoc({ summary: 'Sign a contract: what it sells, by which model, from when.', roles: roleSets.works, takes: SignContractBody, answer: contractExample })
  sign(@CurrentCall() call: Call): Promise<CommandReply<ContractAnswer>> {
    return this.desk.run(call, { given: SignContractBody, command: SignContract });
  }

  @Post(':contractId/amendments')
  @ContractParam()
  @CommandRouteDoc({
    summary: 'Change what a contract sells, from a day on; what was billed before is not touched.',
    roles: roleSets.works,
    takes: AmendContractBody,
    answer: contractExample,
    ifMatch: true,
  })
  amend(@CurrentCall() call: Call): Promise<CommandReply<ContractAnswer>> {
    return this.desk.run(call, { given: AmendContractBody, command: AmendContract, path });
  }

  @Post(':contractId/milestones/:milestoneId/acceptance')
  @ContractParam()
  @ApiParam({ name: 'milestoneId', type: String, example: 'go-live' })
  @CommandRouteDoc({ summary: 'A milestone of a fixed fee was accepted: it falls due.', roles: roleSets.works, takes: AcceptMilestoneBody, answer: milestoneAcceptedExample })
  acceptMilestone(@CurrentCall() call: Call): Promise<CommandReply<AcceptedAnswer>> {
    return this.desk.run(call, { given: AcceptMilestoneBody, command: AcceptMilestone, path: { ...path, milestoneId: 'milestoneId' } });
  }

  @Post(':contractId/outcomes/:acceptanceId/acceptance')
  @ContractParam()
  @ApiParam({ name: 'acceptanceId', type: String, example: 'ACC-1' })
  @CommandRouteDoc({
    summary: 'The agreed outcome was accepted: it falls due, at its price or at a share of the measured value.',
    roles: roleSets.works,
    takes: AcceptOutcomeBody,
    answer: outcomeAcceptedExample,
  })
  acceptOutcome(@CurrentCall() call: Call): Promise<CommandReply<AcceptedAnswer>> {
    return this.desk.run(call, { given: AcceptOutcomeBody, command: AcceptOutcome, path: { ...path, acceptanceId: 'acceptanceId' } });
  }

  @Post(':contractId/end')
  @ContractParam()
  @CommandRouteDoc({
    summary: 'End a contract with a day before the last one that was agreed.',
    roles: roleSets.works,
    takes: EndContractBody,
    answer: { ...contractExample, endsOn: '2010-12-31' },
    status: 200,
    ifMatch: true,
  })
  end(@CurrentCall() call: Call): Promise<CommandReply<ContractAnswer>> {
    return this.desk.run(call, { given: EndContractBody, command: EndContract, path, requestId: true });
  }

  @Get()
  @QueryRouteDoc({ summary: 'Contracts, newest first: in force or ended, and what falls due by a day.', roles: roleSets.reads, answer: { items: [contractRecordExample], next: null } })
  list(@Query(new CheckedPipe(ContractListQuery)) query: ContractListQuery): Promise<ListPage> {
    const { filter, page } = split(query);
    return this.queries.execute(new ListThings('listContracts', filter, page));
  }

  @Get(':contractId')
  @ContractParam()
  @QueryRouteDoc({ summary: 'A contract, its items, and every fact of it.', roles: roleSets.reads, answer: contractViewExample })
  async find(@Param('contractId', new IdPipe('contractId')) contractId: string, @CurrentCall() { reply }: Call): Promise<ContractView> {
    const view = found(await this.queries.execute(new FindContract(contractId)), 'contract', contractId);
    setEtag(reply, view.revision);
    return view;
  }
}
