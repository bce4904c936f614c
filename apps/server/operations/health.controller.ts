import { Controller, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { Public, roleSets } from '../security/roles';
import { QueryRouteDoc } from '../routes/route-docs';

/** Own events a projection may lie behind and still count as ready. */
const lagEventsMax = 10_000;

type ProjectionHealth = ReturnType<LedgerAccess['readModels']['health']>[number];

export interface HealthReport {
  readonly status: 'ready' | 'not-ready';
  readonly eventStore: string;
  readonly ledgerId: string;
  readonly stuckFollowUps: number;
  readonly head: { readonly sequence: number } | null;
  readonly projections: readonly ProjectionHealth[];
}

@ApiTags('operations')
@Controller('health')
export class HealthController {
  private hasBeenLevel = false;

  constructor(@Inject(LEDGER) private readonly ledger: LedgerAccess) {}

  @Get('live')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Is the process up? Needs no key.' })
  @ApiResponse({ status: 200, description: 'Up.', content: { 'application/json': { example: { status: 'live' } } } })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'Can it answer from its read models? Needs no key.' })
  @ApiResponse({ status: 200, description: 'Ready.', content: { 'application/json': { example: { status: 'ready' } } } })
  @ApiResponse({ status: 503, description: 'A projection has stopped or is still catching up.' })
  ready(@CurrentCall() { reply }: Call): { readonly status: 'ready' | 'not-ready' } {
    const status = this.isReady() ? 'ready' : 'not-ready';
    void reply.status(status === 'ready' ? 200 : 503);
    return { status };
  }

  @Get()
  @QueryRouteDoc({
    summary: 'Position and lag of each projection.',
    roles: roleSets.operates,
    answer: { status: 'ready', eventStore: 'embedded', projections: [{ projection: 'receivables', sequence: 42, state: 'live', lagEvents: 0 }] },
  })
  async health(): Promise<HealthReport> {
    const { eventStore, ledgerId, stuckFollowUps } = this.ledger.health();
    const head = await this.ledger.readModels.head();
    return {
      status: this.isReady() ? 'ready' : 'not-ready',
      eventStore,
      ledgerId,
      stuckFollowUps,
      head: { sequence: head.sequence },
      projections: this.ledger.readModels.health(),
    };
  }

  /**
   * Ready from the first moment every projection was level with the log. Being a batch behind under load is normal
   * and no reason to be taken out of service; a projection that stopped, or lies far behind, is.
   */
  private isReady(): boolean {
    const projections = this.ledger.readModels.health();
    this.hasBeenLevel ||= projections.every(({ state }) => state === 'live');
    return this.hasBeenLevel && projections.every(({ state, lagEvents }) => state !== 'stopped' && lagEvents <= lagEventsMax);
  }
}
