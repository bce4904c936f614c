import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Position } from '#event-store';
import { SequenceTail } from '../feed/sequence-tail';
import { LEDGER, type LedgerAccess } from '../ledger-access';
import { SERVER_OPTIONS, type ServerOptions } from '../server-options';
import { fieldProblem, problemOf, ProblemException } from './problem';

const waitDefaultMs = 2000;
const waitMaxMs = 30_000;

/** Lets a caller read what it wrote: queries wait for a sequence or a write token, bounded. */
@Injectable()
export class ReadGate {
  constructor(
    @Inject(LEDGER) private readonly ledger: LedgerAccess,
    private readonly tail: SequenceTail,
    @Inject(SERVER_OPTIONS) private readonly options: ServerOptions,
  ) {}

  /**
   * The token of an answer that wrote nothing new: the log's end as this server has read it, which is at or past what
   * the first answer wrote. A caller that lost the first answer can wait for it all the same.
   */
  tokenNow(): string | null {
    return this.tail.position;
  }

  /** The ledger sequence a write token stands for, if it is known within the bounded wait. */
  async sequenceOf(writeToken: string | null): Promise<number | undefined> {
    if (writeToken === null) {
      return undefined;
    }
    return this.tail.sequenceOf(writeToken as Position, this.options.sequenceWaitMs ?? 100);
  }

  /**
   * Waits until the read models hold what the query's `min` names, at most `wait` milliseconds.
   *
   * @throws ProblemException 503 READ.NOT_YET when they do not in time.
   */
  async passed(request: FastifyRequest): Promise<void> {
    const { min, wait } = request.query as { readonly min?: unknown; readonly wait?: unknown };
    if (min === undefined) {
      return;
    }
    const target = targetOf(min);
    const reached = await this.ledger.readModels.waitFor(target, waitOf(wait));
    if (!reached) {
      throw new ProblemException(
        problemOf(503, 'READ.NOT_YET', `The reports have not reached ${JSON.stringify(min)} yet. Ask again shortly, or give a longer wait (at most ${waitMaxMs} ms).`),
        1,
      );
    }
  }
}

function targetOf(min: unknown): { readonly position: Position } | { readonly sequence: number } {
  if (typeof min === 'string' && /^\d{1,15}$/.test(min)) {
    return { sequence: Number(min) };
  }
  if (typeof min === 'string' && /^[0-9a-f]{32}$/.test(min)) {
    return { position: min as Position };
  }
  throw fieldProblem(422, 'READ.MIN_INVALID', {
    field: 'min',
    rule: 'a ledger sequence or the writeToken of a command answer',
    remedy: 'Send the number sequence or the text writeToken as it was answered.',
  });
}

function waitOf(wait: unknown): number {
  if (wait === undefined) {
    return waitDefaultMs;
  }
  if (typeof wait === 'string' && /^\d{1,5}$/.test(wait) && Number(wait) <= waitMaxMs) {
    return Number(wait);
  }
  throw fieldProblem(422, 'READ.WAIT_INVALID', {
    field: 'wait',
    rule: `whole milliseconds from 0 to ${waitMaxMs}`,
    remedy: 'Leave it out for the default of 2000.',
  });
}
