import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ConfigureEntity, ConfigureEntityBody, type EntityAnswer } from '#billing';
import { CurrentCall, type Call } from '../edge/call';
import { CommandDesk, type CommandReply } from '../edge/command-desk';
import { roleSets } from '../security/roles';
import { entityExample } from './examples';
import { CommandRouteDoc } from './route-docs';

@ApiTags('entities')
@Controller('entities')
export class EntitiesController {
  constructor(private readonly desk: CommandDesk) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Configure a legal entity: only differences from what is on record become facts.',
    roles: roleSets.configures,
    takes: ConfigureEntityBody,
    answer: entityExample,
    ifMatch: true,
  })
  configure(@CurrentCall() call: Call): Promise<CommandReply<EntityAnswer>> {
    return this.desk.run(call, { given: ConfigureEntityBody, command: ConfigureEntity });
  }
}
