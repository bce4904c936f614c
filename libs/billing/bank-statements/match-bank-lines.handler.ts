import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { formatMinor, minorOf, type RoundingMode } from '#money';
import {
  currencyDigits, indexOpenItems, matchLines, type BankLine, type LineAnswer, type MatchResult,
} from '#ledger';
import type { CommandContext, CommandResult } from '../command-context';
import { findEntity } from '../entities/entity-facts';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import type { BankMatchingAnswer } from './bank-statement.answer';
import { DebitReading } from './debit-reading';
import { EnteredReceiptReading } from './entered-receipt-reading';
import { discountedItems } from './discounted-items';
import { isWhole, lineIn, type FoundLine } from './found-line';
import { LineSettling } from './line-settling';
import { MatchBankLines } from './match-bank-lines.command';
import { enteredBefore, parkedOf, withEntered } from './parked-line';

const pageSize = 1_000;

interface MatchingRun {
  readonly entityId: string;
  readonly mode: RoundingMode;
  readonly threshold: number | undefined;
}

/** Counts what a run came to. */
class Tally {
  matched = 0;
  parked = 0;
  seenBefore = 0;
  readonly refused: string[] = [];
  writeToken: string | null = null;
}

/**
 * Lines seen before, debits and payouts first, each for itself; then every payment against all open items at once. A run
 * that was cut short is carried on by the next: lines that are settled are not looked at again.
 */
@CommandHandler(MatchBankLines)
export class MatchBankLinesHandler implements ICommandHandler<MatchBankLines> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly debits: DebitReading,
    private readonly entered: EnteredReceiptReading,
    private readonly settling: LineSettling,
  ) {}

  async execute({ body, context, onProgress = () => undefined }: MatchBankLines): Promise<CommandResult<BankMatchingAnswer>> {
    const entity = await findEntity(this.ledger, body.entityId);
    if (!entity.ok) return refusedResult(entity.refusal);
    const { entityId, configuration } = entity.facts;
    await this.ledger.readModels.catchUp();
    const { lines, incomplete } = await this.undecided(entityId);
    const tally = new Tally();
    const payments: FoundLine[] = [];
    const takenBack: FoundLine[] = [];
    let done = 0;
    for (const found of lines) {
      const settled = (await this.seenBefore(found, context)) ?? (await this.debits.settle(found, context)) ?? (await this.entered.settle(found, context));
      if (settled === null) payments.push(found);
      else await this.count(tally, found, settled, context);
      if (isParkedDebit(found, settled)) takenBack.push(found);
      if (settled !== null) onProgress((done += 1), lines.length);
    }
    for (const { found, result } of await this.matchedAll({ entityId, mode: configuration.rounding.mode, threshold: body.threshold }, payments)) {
      await this.count(tally, found, await this.carryOut(found, result, context), context);
      onProgress((done += 1), lines.length);
    }
    await this.lookAgain(takenBack, tally, context);
    const { matched, parked, seenBefore, refused, writeToken } = tally;
    return { kind: 'accepted', answer: { entityId, lines: lines.length, matched, parked, seenBefore, incomplete, refused }, writeToken, repeated: false };
  }

  /** A debit may take back money that the same run received: it is looked at once more now that this is in the books. */
  private async lookAgain(parked: readonly FoundLine[], tally: Tally, context: CommandContext): Promise<void> {
    if (parked.length === 0 || tally.matched === 0) return;
    await this.ledger.readModels.catchUp();
    for (const found of parked) {
      const settled = await this.debits.settle(found, context);
      if (settled === null || isParkedDebit(found, settled)) continue;
      tally.parked -= 1;
      await this.count(tally, found, settled, context);
    }
  }

  /** Lines that nothing was decided on, the oldest first; those of statements that are not whole wait. */
  private async undecided(entityId: string): Promise<{ readonly lines: readonly FoundLine[]; readonly incomplete: readonly string[] }> {
    const found: FoundLine[] = [];
    const incomplete = new Set<string>();
    for (const state of ['open', 'parked'] as const) {
      let after: number | undefined;
      for (;;) {
        const page = await this.ledger.lookups.listBankLines({ entityId, state }, { limit: pageSize, oldestFirst: true, ...(after === undefined ? {} : { after }) });
        for (const { statementId, lineId } of page.items) {
          const { line, whole } = await this.ledger.streams.bankstatement.query(
            statementId,
            (folded) => ({ line: folded.matched.has(lineId) ? null : lineIn(folded, lineId), whole: isWhole(folded) }),
            pageSize,
          );
          if (!whole) incomplete.add(statementId);
          else if (line !== null) found.push(line);
        }
        if (page.next === null) break;
        after = page.next;
      }
    }
    return { lines: found, incomplete: [...incomplete] };
  }

  /** Another statement showed the line: it counts there. One that was whole only later shows what was decided meanwhile. */
  private async seenBefore(found: FoundLine, context: CommandContext): Promise<CommandResult<LineAnswer> | null> {
    const { statement, line } = found;
    const { items } = await this.ledger.lookups.listBankLines({ lineId: line.lineId, bankAccount: statement.bankAccount }, { limit: 100, oldestFirst: true });
    const own = items.findIndex(({ statementId }) => statementId === statement.statementId);
    const decided = items.find(({ statementId, state, outcome }) => statementId !== statement.statementId && state === 'matched' && outcome !== 'seen-before');
    const shown = decided ?? (await this.firstWhole(items.slice(0, Math.max(0, own))));
    if (shown === undefined) return null;
    const detail = `statement ${shown.statementId} shows the same line`;
    return this.settling.matched(found, { outcome: 'seen-before', subjectId: line.lineId, confidence: 100, reasons: [{ rule: 'bank-reference', detail }], by: 'automatic' }, context);
  }

  private async firstWhole<Shown extends { readonly statementId: string }>(shown: readonly Shown[]): Promise<Shown | undefined> {
    for (const one of shown) {
      if (await this.ledger.streams.bankstatement.query(one.statementId, isWhole, pageSize)) return one;
    }
    return undefined;
  }

  private async matchedAll({ entityId, mode, threshold }: MatchingRun, payments: readonly FoundLine[]): Promise<readonly { found: FoundLine; result: MatchResult }[]> {
    if (payments.length === 0) return [];
    const records = await this.ledger.lookups.matchingRecords(entityId);
    const index = indexOpenItems({ ...records, items: discountedItems(records, mode) });
    const byId = new Map(payments.map((found) => [found.line.lineId, found]));
    const results = matchLines(index, payments.map(bankLineOf), ...(threshold === undefined ? [] : [{ threshold }]));
    return results.flatMap((result) => {
      const found = byId.get(result.lineId);
      return found === undefined ? [] : [{ found, result }];
    });
  }

  private async carryOut(found: FoundLine, result: MatchResult, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    const { line, statement } = found;
    const before = await this.ledger.streams.payment.query(line.lineId, ({ received, splits }) => (received === null ? null : (splits[0]?.accountId ?? '')));
    // A crash may have come between the receipt and what it pays with its deductions: the same reading then goes on.
    const unfinished = result.kind === 'automatic' && result.match.deductions.length > 0 && result.match.accountId === before;
    if (before !== null && before !== '' && !unfinished) {
      const judged = { confidence: 100, reasons: [{ rule: 'bank-reference' as const, detail: 'the payment of this line was received before' }], by: 'automatic' as const };
      return this.settling.payment(found, { accountId: before, items: [], deductions: [] }, judged, context);
    }
    if (result.kind === 'parked') return this.parkedAlone(found, parkedOf(result, statement.currency), context);
    const entered = before === null ? await this.entered.near(found, result.match.accountId) : [];
    if (entered.length > 0) return this.settling.parked(found, withEntered(found, enteredBefore(result.match, statement.currency), entered), context);
    const { accountId, items, deductions, confidence, reasons, discrepancy } = result.match;
    const text = (amount: bigint): string => formatMinor(amount, currencyDigits(statement.currency));
    const paid = {
      accountId,
      items: items.map((item) => ({ ...item, amount: text(item.amount) })),
      deductions: deductions.map(({ amount, ...one }) => ({ ...one, amount: text(amount), reason: one.kind === 'bank-charge' ? 'charges that the bank kept' : 'paid in time' })),
    };
    return this.settling.payment(found, paid, { confidence, reasons: [...reasons], by: 'automatic', ...(discrepancy === undefined ? {} : { discrepancy }) }, context);
  }

  /** A person is told of money entered before that the line may show. */
  private async parkedAlone(found: FoundLine, parked: ReturnType<typeof parkedOf>, context: CommandContext): Promise<CommandResult<LineAnswer>> {
    return this.settling.parked(found, withEntered(found, parked, await this.entered.near(found)), context);
  }

  /** What the books refuse waits for a person, with what they said. */
  private async count(tally: Tally, found: FoundLine, settled: CommandResult<LineAnswer>, context: CommandContext): Promise<void> {
    if (settled.kind === 'unknown') throw new Error(`line ${found.line.lineId}: ${settled.message}`);
    if (settled.kind === 'refused') {
      const { code, message } = settled.refusal;
      tally.refused.push(`${found.line.lineId}: ${code}`);
      tally.parked += 1;
      const discrepancy = found.line.amount.startsWith('-') ? ('unknown-debit' as const) : ('ambiguous' as const);
      await this.settling.parked(found, { discrepancy, resolution: `The books refused it: ${message}`.slice(0, 1000), proposals: [] }, context);
      return;
    }
    tally.writeToken = settled.writeToken ?? tally.writeToken;
    if (settled.answer.state === 'parked') tally.parked += 1;
    else if (settled.answer.outcome === 'seen-before') tally.seenBefore += 1;
    else tally.matched += 1;
  }
}

const isParkedDebit = ({ line }: FoundLine, settled: CommandResult<LineAnswer> | null): boolean =>
  settled?.kind === 'accepted' && settled.answer.state === 'parked' && line.amount.startsWith('-');

function bankLineOf({ statement, line }: FoundLine): BankLine {
  const { lineId, bookedOn, valueDate, amount, reference, endToEndId, charges, personal } = line;
  const minor = (text: string): bigint => minorOf(text, currencyDigits(statement.currency));
  return {
    lineId, bookedOn, valueDate, currency: statement.currency, amount: minor(amount), text: personal.text,
    ...(reference === undefined ? {} : { reference }),
    ...(endToEndId === undefined ? {} : { endToEndId }),
    ...(charges === undefined ? {} : { charges: minor(charges) }),
    ...(personal.name === undefined ? {} : { name: personal.name }),
    ...(personal.iban === undefined ? {} : { iban: personal.iban }),
  };
}
