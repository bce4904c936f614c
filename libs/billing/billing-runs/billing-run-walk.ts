import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { EventOrigin } from '#event-store';
import { decideCompleteRun, streamName, type CreditPlanned, type OpenedRun, type PlanProgress } from '#ledger';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { InvoiceIssuing } from '../sales/invoice-issuing';
import type { BillingRunProgress, LeftWaiting } from './billing-run.answer';
import { mustDecide } from './must-decide';
import { RunCarryingOut, type CarriedOut } from './run-carrying-out';
import { RunCrediting } from './run-crediting';
import { RunPlanning } from './run-planning';
import { WaitingTally } from './waiting-tally';

export interface WalkedRun {
  readonly waiting: readonly LeftWaiting[];
  readonly position: string | null;
}

type OnProgress = (progress: BillingRunProgress) => void;

interface Walking {
  readonly done: Promise<WalkedRun>;
  readonly watchers: Set<OnProgress>;
}

/**
 * Walks an opened run to its end: plans what is not planned yet, carries the frozen plan out, gives the credits and
 * completes. Each step may be walked any number of times, by any number of processes; within one process those who ask
 * for the same run wait for the one walk.
 */
@Injectable()
export class BillingRunWalk {
  private readonly walking = new Map<string, Walking>();

  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly issuing: InvoiceIssuing,
    private readonly commands: CommandBus,
  ) {}

  /**
   * Precondition: the run is opened.
   *
   * @throws UnknownStepOutcome when a store gives no answer; the run may be walked again.
   */
  async finish(runId: string, origin: EventOrigin, onProgress: OnProgress = () => undefined): Promise<WalkedRun> {
    const known = this.walking.get(runId);
    if (known !== undefined) {
      known.watchers.add(onProgress);
      return known.done;
    }
    const watchers = new Set([onProgress]);
    const done = this.walk(runId, origin, (progress) => {
      watchers.forEach((tell) => {
        tell(progress);
      });
    }).finally(() => this.walking.delete(runId));
    this.walking.set(runId, { done, watchers });
    return done;
  }

  private async walk(runId: string, origin: EventOrigin, tell: OnProgress): Promise<WalkedRun> {
    const { opened, completed } = await this.ledger.streams.billingrun.query(runId, (state) => ({ opened: state.opened, completed: state.completed }));
    if (opened === null) {
      throw new Error(`billing run ${runId} was to be carried out before it was opened`);
    }
    const waiting = new WaitingTally();
    if (completed !== null) {
      return { waiting: [], position: null };
    }
    const nothing = { planned: 0, assigned: 0, issued: 0, dropped: 0 };
    const plan = await new RunPlanning(this.ledger, opened, waiting).freeze(origin, (planned) => {
      tell({ ...nothing, phase: 'planning', planned });
    });
    const told = (phase: BillingRunProgress['phase'], { assigned, issued, dropped }: CarriedOut): void => {
      tell({ phase, planned: plan.invoices, assigned, issued, dropped });
    };
    const carried = await new RunCarryingOut(this.ledger, this.issuing, opened, origin, (done) => {
      told('billing', done);
    }).walk();
    told('crediting', carried);
    const credited = await this.credit(opened, plan, origin);
    const { issued, empty } = carried;
    const outcome = await this.ledger.streams.billingrun.decide(runId, origin, (state) =>
      decideCompleteRun({ runId, issued, empty, credited: credited.count }, state),
    );
    const { position } = mustDecide(outcome);
    told('completed', carried);
    return { waiting: waiting.list(), position: position ?? credited.position ?? carried.position };
  }

  /** One after the other: a credit note of an account may depend on the one before. */
  private async credit(run: OpenedRun, plan: PlanProgress, origin: EventOrigin): Promise<{ readonly count: number; readonly position: string | null }> {
    const given = { count: 0, position: null as string | null };
    if (plan.credits === 0) {
      return given;
    }
    const crediting = new RunCrediting(this.ledger, this.commands, run, origin);
    for await (const recorded of this.ledger.store.readStream(streamName('billingrun', run.runId))) {
      const planned = recorded.type === 'CreditPlanned' ? (this.ledger.codec.decode(recorded)?.data as CreditPlanned['data'] | undefined) : undefined;
      if (planned !== undefined) {
        const credit = await crediting.credit(planned);
        given.count += credit.given ? 1 : 0;
        given.position = credit.position ?? given.position;
      }
    }
    return given;
  }
}
