import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus reads. Labels hold routes and names of projections, never ids. */
export class HttpMetrics {
  readonly registry = new Registry();
  private readonly seconds: Histogram<'method' | 'route' | 'status'>;
  private readonly commands: Counter<'command' | 'outcome'>;
  readonly projectionLag: Gauge<'projection'>;
  readonly projectionSequence: Gauge<'projection'>;
  readonly streams: Gauge;
  readonly stuckFollowUps: Gauge;
  readonly refusals: Gauge<'record'>;
  readonly recordFailures: Gauge;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry, prefix: 'daybook_' });
    this.seconds = new Histogram({
      name: 'daybook_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.commands = new Counter({ name: 'daybook_commands_total', help: 'Commands by what they came to.', labelNames: ['command', 'outcome'], registers });
    this.projectionLag = new Gauge({ name: 'daybook_projection_lag_events', help: 'Events a projection is behind.', labelNames: ['projection'], registers });
    this.projectionSequence = new Gauge({ name: 'daybook_projection_sequence', help: 'Ledger sequence a projection has reached.', labelNames: ['projection'], registers });
    this.streams = new Gauge({ name: 'daybook_event_streams_open', help: 'Server-sent event streams being followed.', registers });
    this.refusals = new Gauge({ name: 'daybook_refusals', help: 'Refusals since the start: recorded one by one, by count, or waiting for their record.', labelNames: ['record'], registers });
    this.recordFailures = new Gauge({ name: 'daybook_audit_record_failures', help: 'Attempts to write audit records that failed since the start.', registers });
    this.stuckFollowUps = new Gauge({ name: 'daybook_follow_ups_stuck', help: 'Events whose following steps could not be finished.', registers });
  }

  observe(method: string, route: string, status: number, ms: number): void {
    this.seconds.observe({ method, route, status: String(status) }, ms / 1000);
  }

  countCommand(command: string, outcome: 'accepted' | 'repeated' | 'refused' | 'unknown'): void {
    this.commands.inc({ command, outcome });
  }
}
