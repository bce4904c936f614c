import { Controller, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCall, type Call } from '../edge/call';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SequenceTail } from '../feed/sequence-tail';
import { Public, roleSets } from '../security/roles';
import { QueryRouteDoc } from '../routes/route-docs';
import { behindHead, troubles, type ProjectionHealth } from './readiness';

export interface HealthReport {
  readonly status: 'ready' | 'not-ready';
  readonly eventStore: string;
  readonly ledgerId: string;
  readonly stuckFollowUps: number;
  readonly followsUp: boolean;
  /** What keeps it from being ready, and what to do. */
  readonly reasons: readonly string[];
  /** The last own event of the log, as far as this server has read it. */
  readonly head: { readonly sequence: number };
  /** Whether this server does the projecting; of several on one PostgreSQL one does, and the others watch it. */
  readonly projects: boolean;
  readonly projections: readonly ProjectionHealth[];
}

@ApiTags('operations')
@Controller('health')
export class HealthController {
  private hasBeenLevel = false;

  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly tail: SequenceTail,
  ) {}

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
  @ApiResponse({
    status: 503,
    description:
      'A projection has stopped or is still catching up, the event store does not answer, or what must follow from events does not; ' +
      'reasons says which and what to do.',
  })
  ready(@CurrentCall() { reply }: Call): Pick<HealthReport, 'status'> & { readonly reasons?: readonly string[] } {
    const reasons = this.reasons();
    if (reasons.length === 0) {
      return { status: 'ready' };
    }
    void reply.status(503);
    return { status: 'not-ready', reasons };
  }

  @Get()
  @QueryRouteDoc({
    summary: 'Position and lag of each projection.',
    roles: roleSets.operates,
    answer: {
      status: 'ready',
      reasons: [],
      eventStore: 'embedded',
      followsUp: true,
      head: { sequence: 42 },
      projects: true,
      projections: [{ projection: 'receivables', sequence: 42, state: 'live', lagEvents: 0 }],
    },
  })
  health(): HealthReport {
    const reasons = this.reasons();
    return {
      status: reasons.length === 0 ? 'ready' : 'not-ready',
      reasons,
      ...this.ledger.health(),
      head: { sequence: this.tail.sequence },
      projects: this.ledger.readModels.projects,
      projections: this.projections(),
    };
  }

  private projections(): readonly ProjectionHealth[] {
    return behindHead(this.ledger.readModels.health(), this.tail.sequence);
  }

  private reasons(): readonly string[] {
    const projections = this.projections();
    this.hasBeenLevel ||= projections.every(({ state, sequence }) => state === 'live' && this.tail.hasBeenPassedBy(sequence));
    const storeOutOfReachMs = this.ledger.store.outOfReachMs?.() ?? null;
    return troubles({ projections, hasBeenLevel: this.hasBeenLevel, followsUp: this.ledger.health().followsUp, storeOutOfReachMs });
  }
}
