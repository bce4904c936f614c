import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  ChangeWebhookEndpoint, ChangeWebhookEndpointBody, PauseWebhookEndpoint, PauseWebhookEndpointBody, RegisterWebhookEndpoint, RegisterWebhookEndpointBody, RemoveWebhookEndpoint,
  RemoveWebhookEndpointBody, ReplayWebhookDeliveries, ReplayWebhookDeliveriesBody, ResumeWebhookEndpoint, ResumeWebhookEndpointBody, RotateWebhookSecret, RotateWebhookSecretBody,
} from '#billing';
import type { WebhookEndpointAnswer } from '#ledger';
import { CurrentCall, type Call } from '../edge/call';
import { CheckedPipe, IdPipe } from '../edge/checked-pipe';
import { CommandDesk, type CommandReply, type CommandRoute } from '../edge/command-desk';
import { found } from '../edge/found';
import { CommandRouteDoc, QueryRouteDoc } from '../routes/route-docs';
import { roleSets } from '../security/roles';
import { FreshQuery } from '../queries/page.query';
import { WebhookDesk } from './webhook-desk';
import { deliveryView, endpointView, type WebhookDeliveryView, type WebhookEndpointView } from './webhook-endpoint-view';
import { deliveryViewExample, endpointAnswerExample, endpointViewExample, secretAnswerExample, testAnswerExample } from './webhook-endpoints.examples';
import { TestWebhookEndpointBody, WebhookDeliveriesQuery } from './webhook-endpoints.query';

type EndpointReply = CommandReply<WebhookEndpointAnswer>;
/** With the secret when it was made just now; it is not shown again. */
type SecretReply = EndpointReply & { readonly secret?: string };

const path = { endpointId: 'endpointId' };
const overlapDefault = 24;
const EndpointId = (): ParameterDecorator => Param('endpointId', new IdPipe('endpointId'));

/** Systems elsewhere that are told of facts, as Standard Webhooks. */
@ApiTags('webhooks')
@Controller('webhook-endpoints')
export class WebhookEndpointsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly webhooks: WebhookDesk,
  ) {}

  @Post()
  @CommandRouteDoc({
    summary: 'Send events to a system elsewhere. The secret that signs them is shown in this answer alone.',
    roles: roleSets.connects,
    takes: RegisterWebhookEndpointBody,
    answer: secretAnswerExample,
  })
  async register(@CurrentCall() call: Call): Promise<SecretReply> {
    await this.requireTarget(call);
    const reply = await this.desk.run(call, { given: RegisterWebhookEndpointBody, command: RegisterWebhookEndpoint });
    return this.withSecret(reply, overlapDefault);
  }

  @Get()
  @QueryRouteDoc({ summary: 'The endpoints, how far each is and what failed last.', roles: roleSets.watches, answer: { items: [endpointViewExample] } })
  async list(@Query(new CheckedPipe(FreshQuery)) _query: FreshQuery): Promise<{ readonly items: readonly WebhookEndpointView[] }> {
    return { items: (await this.webhooks.list()).map(endpointView) };
  }

  @Get(':endpointId')
  @QueryRouteDoc({ summary: 'One endpoint: its state, cursor, lag and last failure.', roles: roleSets.watches, answer: endpointViewExample })
  async find(@EndpointId() endpointId: string, @Query(new CheckedPipe(FreshQuery)) _query: FreshQuery): Promise<WebhookEndpointView> {
    await this.webhooks.level(endpointId);
    return endpointView(found(await this.webhooks.find(endpointId), 'webhook endpoint', endpointId));
  }

  @Post(':endpointId/settings')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'Change where and what is sent; what is left out stays. It counts for what still waits, too.',
    roles: roleSets.connects,
    takes: ChangeWebhookEndpointBody,
    answer: endpointAnswerExample,
    status: 200,
  })
  async change(@CurrentCall() call: Call): Promise<EndpointReply> {
    await this.requireTarget(call);
    return this.run(call, { given: ChangeWebhookEndpointBody, command: ChangeWebhookEndpoint });
  }

  @Post(':endpointId/secrets')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'Sign with a new secret, shown in this answer alone. The old one signs beside it for overlapHours.',
    roles: roleSets.connects,
    takes: RotateWebhookSecretBody,
    answer: { ...secretAnswerExample, secretNumber: 2 },
  })
  async rotate(@CurrentCall() call: Call): Promise<SecretReply> {
    const { overlapHours = overlapDefault } = (call.request.body ?? {}) as { readonly overlapHours?: number };
    return this.withSecret(await this.run(call, { given: RotateWebhookSecretBody, command: RotateWebhookSecret }), overlapHours);
  }

  @Post(':endpointId/pause')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'Send nothing more until it is resumed; what comes meanwhile waits in the log.',
    roles: roleSets.connects,
    takes: PauseWebhookEndpointBody,
    answer: { ...endpointAnswerExample, state: 'paused' },
    status: 200,
  })
  pause(@CurrentCall() call: Call): Promise<EndpointReply> {
    return this.run(call, { given: PauseWebhookEndpointBody, command: PauseWebhookEndpoint });
  }

  @Post(':endpointId/resumption')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'Go on sending where it stopped, also to an endpoint that had answered 410.',
    roles: roleSets.connects,
    takes: ResumeWebhookEndpointBody,
    answer: endpointAnswerExample,
    status: 200,
  })
  resume(@CurrentCall() call: Call): Promise<EndpointReply> {
    return this.run(call, { given: ResumeWebhookEndpointBody, command: ResumeWebhookEndpoint });
  }

  @Post(':endpointId/removal')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'End it for good; its secrets and what waited for it are dropped.',
    roles: roleSets.connects,
    takes: RemoveWebhookEndpointBody,
    answer: { ...endpointAnswerExample, state: 'removed' },
    status: 200,
  })
  remove(@CurrentCall() call: Call): Promise<EndpointReply> {
    return this.run(call, { given: RemoveWebhookEndpointBody, command: RemoveWebhookEndpoint });
  }

  @Get(':endpointId/deliveries')
  @QueryRouteDoc({
    summary: 'What was given up for an endpoint, or waits to be sent again, in ledger order.',
    roles: roleSets.watches,
    answer: { items: [deliveryViewExample], next: null },
  })
  async deliveries(
    @EndpointId() endpointId: string,
    @Query(new CheckedPipe(WebhookDeliveriesQuery)) { state = 'dead', after = 0, limit = 100 }: WebhookDeliveriesQuery,
  ): Promise<{ readonly items: readonly WebhookDeliveryView[]; readonly next: number | null }> {
    await this.webhooks.level(endpointId);
    found(await this.webhooks.find(endpointId), 'webhook endpoint', endpointId);
    const items = (await this.webhooks.deliveries(endpointId, state, { after, limit })).map(deliveryView);
    return { items, next: items.length < limit ? null : (items[items.length - 1]?.sequence ?? null) };
  }

  @Post(':endpointId/replays')
  @ApiParam({ name: 'endpointId', type: String, example: 'crm' })
  @CommandRouteDoc({
    summary: 'Send everything from a ledger sequence on again, or certain facts such as dead letters.',
    roles: roleSets.connects,
    takes: ReplayWebhookDeliveriesBody,
    answer: endpointAnswerExample,
  })
  replay(@CurrentCall() call: Call): Promise<EndpointReply> {
    return this.run(call, { given: ReplayWebhookDeliveriesBody, command: ReplayWebhookDeliveries });
  }

  @Post(':endpointId/test')
  @CommandRouteDoc({ summary: 'Send a test to the endpoint now, once, signed like the others.', roles: roleSets.connects, takes: TestWebhookEndpointBody, answer: testAnswerExample, status: 200 })
  async test(@EndpointId() endpointId: string, @Body(new CheckedPipe(TestWebhookEndpointBody)) _body: TestWebhookEndpointBody): Promise<typeof testAnswerExample | object> {
    await this.webhooks.level(endpointId);
    const { settings } = found(await this.webhooks.find(endpointId), 'webhook endpoint', endpointId);
    return { endpointId, ...(await this.webhooks.test(endpointId, settings)) };
  }

  private async run<Body extends object>(call: Call, route: Pick<CommandRoute<Body, Body, WebhookEndpointAnswer>, 'given' | 'command'>): Promise<EndpointReply> {
    const reply = await this.desk.run(call, { ...route, path, requestId: true });
    await this.webhooks.level(reply.endpointId);
    return reply;
  }

  private async withSecret(reply: EndpointReply, overlapHours: number): Promise<SecretReply> {
    if (reply.state === 'removed') {
      return reply;
    }
    const secret = await this.webhooks.makeSecret(reply.endpointId, reply.secretNumber, overlapHours);
    await this.webhooks.level(reply.endpointId);
    return secret === null ? reply : { ...reply, secret };
  }

  private requireTarget(call: Call): Promise<void> {
    return this.webhooks.requireTarget((call.request.body as { readonly url?: unknown } | null | undefined)?.url);
  }
}
