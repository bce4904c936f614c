import { Inject, Injectable } from '@nestjs/common';
import { formatMinor, minorOf } from '#money';
import { addDays, currencyDigits, takesBack, type DirectDebit, type LineAnswer, type StatementLineMatched, type StatementLineParked } from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { readBatch } from '../direct-debits/read-batch';
import { RecordDirectDebitCollected } from '../direct-debits/record-direct-debit-collected.command';
import { RecordDirectDebitCollectedHandler } from '../direct-debits/record-direct-debit-collected.handler';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { paymentIdOf, type FoundLine } from './found-line';
import { LineSettling } from './line-settling';

interface PlacedDebit {
  readonly paymentId: string;
  readonly debit: DirectDebit;
}

/** Debits of one batch that a bank may book in one sum: all of it, or those of one payment block of its file. */
interface DebitGroup {
  readonly batchId: string;
  readonly debits: readonly PlacedDebit[];
  readonly sum: bigint;
}

type Outcome = Promise<CommandResult<LineAnswer>>;

/** Banks book a collection on its day, or some days later; never earlier than it. */
const daysAfter = 7;
const wordsMax = 60;

/** Direct debits in ISO 20022 (issued, received), SWIFT's type of transaction, and the German business codes of collections. */
const debitCode = /(?:^|\/)(?:[IR]DDT)(?:\/|$)|^[NFS](?:DDT|DDB)|(?:^|\/)(?:171|174|192|195|196)$/;

/**
 * One credit for many of our direct debits, without their end-to-end ids: known by the batch it names, or by a sum that
 * is exactly that of one batch of those days, where the bank says that it is of direct debits. Every debit gets a receipt
 * of its own, so that each may come back alone. What is not sure waits for a person.
 */
@Injectable()
export class BatchCreditReading {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
    private readonly collected: RecordDirectDebitCollectedHandler,
  ) {}

  /** Settles or parks the line; null: it is no credit of a batch. */
  async settle(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { statement, line } = found;
    if (takesBack(line)) return null;
    const { entityId, currency } = statement;
    const near = await this.ledger.lookups.debitBatches(entityId, currency, { from: addDays(line.bookedOn, -daysAfter), to: line.bookedOn });
    if (near.length === 0) return null;
    const words = wordsOf(found);
    const named = near.filter((batchId) => words.has(batchId));
    const groups = (await Promise.all((named.length > 0 ? named : near).map((batchId) => this.groupsOf(batchId, found)))).flat();
    const amount = minorOf(line.amount, currencyDigits(currency));
    const fitting = groups.filter(({ sum }) => sum === amount);
    if (fitting.length === 0) return named.length === 0 ? null : this.differs(found, named, context);
    return this.judged(found, fitting, named.length > 0, context);
  }

  /** At least one group makes exactly the line. */
  private async judged(found: FoundLine, fitting: readonly DebitGroup[], isNamed: boolean, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { line } = found;
    const [group, second] = fitting;
    const sure = isNamed || debitCode.test(line.code ?? '');
    if (group === undefined || second !== undefined) return sure ? this.ambiguous(found, fitting, context) : null;
    if (sure) return this.split(found, group, isNamed, context);
    // A payer who says who he is, or what for, is matched like every other one.
    return line.reference === undefined && line.personal.iban === undefined ? this.ambiguous(found, fitting, context) : null;
  }

  /** Debits that are under way, with those that this line brought before a crash; a batch of one sequence is one group. */
  private async groupsOf(batchId: string, { line, statement }: FoundLine): Promise<readonly DebitGroup[]> {
    const batch = await readBatch(this.ledger, batchId);
    if ('code' in batch || batch.planned.entityId !== statement.entityId) return [];
    const open = batch.debits.flatMap(({ debit }, at): PlacedDebit[] => {
      const paymentId = `${paymentIdOf(line)}:${at + 1}`;
      const ours = debit?.ended == null || (debit.ended.outcome === 'collected' && debit.ended.paymentId === paymentId);
      return debit !== null && ours ? [{ paymentId, debit }] : [];
    });
    const digits = currencyDigits(statement.currency);
    const group = (debits: readonly PlacedDebit[]): DebitGroup => ({ batchId, debits, sum: debits.reduce((sum, { debit }) => sum + minorOf(debit.ordered.amount, digits), 0n) });
    const sequences = [...new Set(open.map(({ debit }) => debit.ordered.sequence))];
    const blocks = sequences.length < 2 ? [] : sequences.map((sequence) => group(open.filter(({ debit }) => debit.ordered.sequence === sequence)));
    return open.length === 0 ? [] : [group(open), ...blocks];
  }

  private async split(found: FoundLine, { batchId, debits }: DebitGroup, isNamed: boolean, context: CommandContext): Outcome {
    const { line } = found;
    for (const { paymentId, debit } of debits) {
      const { directDebitId, accountId, amount } = debit.ordered;
      const items = debit.ordered.items.map(({ invoiceId, instalment, amount: part }) => ({ invoiceId, instalment, amount: part }));
      const received = await this.settling.received(found, { accountId, items, deductions: [], method: 'direct debit', part: { paymentId, amount } }, context);
      if (received.kind !== 'accepted') return received;
      const ended = await this.collected.execute(new RecordDirectDebitCollected({ directDebitId, collectedOn: line.bookedOn, paymentId }, context));
      if (ended.kind !== 'accepted') return ended;
    }
    const reasons: StatementLineMatched['data']['reasons'] = [
      isNamed
        ? { rule: 'bank-reference', detail: `it names batch ${batchId}` }
        : { rule: 'combination', detail: `no other batch of those days makes this sum, and the bank calls it ${line.code ?? ''}` },
      { rule: 'exact-amount', detail: `it is exactly the sum of ${debits.length} direct debits of batch ${batchId}` },
    ];
    return this.settling.matched(found, { outcome: 'direct-debit', subjectId: batchId, confidence: isNamed ? 100 : 95, reasons, by: 'automatic' }, context);
  }

  private ambiguous(found: FoundLine, groups: readonly DebitGroup[], context: CommandContext): Outcome {
    const text = groups.map(({ batchId, debits }) => `${debits.length} direct debits of batch ${batchId}`).slice(0, 5).join(', and of ');
    const resolution = `It is exactly the sum of ${text}, yet does not say so. Ask the bank; if it is, receive each debit's money and record it as collected, then say that the line is of no concern.`;
    return this.park(found, { discrepancy: 'ambiguous', resolution }, context);
  }

  private async differs(found: FoundLine, named: readonly string[], context: CommandContext): Outcome {
    const { currency } = found.statement;
    const groups = (await Promise.all(named.map((batchId) => this.groupsOf(batchId, found)))).flat();
    const amount = minorOf(found.line.amount, currencyDigits(currency));
    const most = groups.reduce((sum, group) => (group.sum > sum ? group.sum : sum), 0n);
    const what = `${formatMinor(most, currencyDigits(currency))} ${currency} of its direct debits are under way`;
    const resolution = `The line names batch ${named.slice(0, 5).join(', ')}, of which ${what}, yet brings ${found.line.amount}. Ask the bank which debits it holds, then record each.`;
    return this.park(found, { discrepancy: most === 0n ? 'duplicate' : amount < most ? 'short' : 'over', resolution }, context);
  }

  private park(found: FoundLine, parked: Pick<StatementLineParked['data'], 'discrepancy' | 'resolution'>, context: CommandContext): Outcome {
    return this.settling.parked(found, { ...parked, proposals: [] }, context);
  }
}

/** The words of a line that may be the id of a batch, as they stand. */
function wordsOf({ line }: FoundLine): ReadonlySet<string> {
  const whole = [line.reference, line.endToEndId, line.bankReference, line.personal.text].filter((text) => text !== undefined).join(' ');
  const words = whole.split(/[\s,;:/+]+/).slice(0, wordsMax);
  const bare = words.map((word) => word.replace(/[.)\]]+$/, '').replace(/^[([]+/, ''));
  // A payment block of a file is called by its batch and its sequence.
  return new Set([...words, ...bare, ...bare.map((word) => word.replace(/\.(?:FRST|RCUR|FNAL|OOFF)$/, ''))]);
}
