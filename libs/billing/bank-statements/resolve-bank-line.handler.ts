import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { currencyDigits, refusal, type LineAnswer, type Refusal, type StatementLineMatched } from '#ledger';
import { formatMinor, minorOf } from '#money';
import type { CommandResult } from '../command-context';
import { refusedResult } from '../decisions/command-result';
import { LEDGER_CONTEXT, type LedgerContext } from '../ledger/ledger-context';
import { DirectDebitReading } from './direct-debit-reading';
import { isWhole, lineIn, type FoundLine } from './found-line';
import { LineSettling, type Judged } from './line-settling';
import { RefundLineSettling } from './refund-line-settling';
import { ResolveBankLine } from './resolve-bank-line.command';

/** A person's word on a line: the same commands follow as for a match found by rule. */
@CommandHandler(ResolveBankLine)
export class ResolveBankLineHandler implements ICommandHandler<ResolveBankLine> {
  constructor(
    @Inject(LEDGER_CONTEXT) private readonly ledger: LedgerContext,
    private readonly settling: LineSettling,
    private readonly refunds: RefundLineSettling,
    private readonly directDebits: DirectDebitReading,
  ) {}

  async execute(command: ResolveBankLine): Promise<CommandResult<LineAnswer>> {
    const { statementId, lineId, as } = command.body;
    const { found, matched, whole } = await this.ledger.streams.bankstatement.query(statementId, (state) => ({
      found: lineIn(state, lineId), matched: state.matched.get(lineId), whole: isWhole(state),
    }));
    if (found === null) {
      return refusedResult(refusal('not-found', 'STATEMENT.UNKNOWN_LINE', `Statement ${statementId} has no line ${lineId}. Look it up among the statement lines.`, { statementId, lineId }));
    }
    if (!whole) {
      const message = `Statement ${statementId} is not on record whole: taking it in was cut short. Send the same file again, then resolve line ${lineId}.`;
      return refusedResult(refusal('conflict', 'STATEMENT.INCOMPLETE', message, { statementId, lineId }));
    }
    if (matched !== undefined && matched.outcome !== outcomeOf(as)) {
      const message = `Line ${lineId} was matched before: ${matched.outcome} ${matched.subjectId}. Correct that one instead: reverse the payment or move its money.`;
      return refusedResult(refusal('conflict', 'STATEMENT.LINE_MATCHED', message, { lineId, outcome: matched.outcome, subjectId: matched.subjectId }));
    }
    const unfit = unfitFor(command, found) ?? (await this.unknownPayout(command));
    return unfit === undefined ? this.settle(command, found) : refusedResult(unfit);
  }

  private async unknownPayout({ body: { as, subjectId = '', lineId } }: ResolveBankLine): Promise<Refusal | undefined> {
    if (as !== 'payout' || (await this.ledger.streams.gatewaypayout.query(subjectId, ({ settled }) => settled !== null))) {
      return undefined;
    }
    return refusal('not-found', 'PAYOUT.UNKNOWN', `There is no payout ${subjectId}. Record what the gateway settled first, then resolve line ${lineId}.`, { subjectId, lineId });
  }

  private settle({ body, context }: ResolveBankLine, found: FoundLine): Promise<CommandResult<LineAnswer>> {
    const { accountId = '', subjectId = '' } = body;
    const judged: Judged = { confidence: 100, reasons: [{ rule: 'person', detail: body.reason }], by: 'person' };
    switch (body.as) {
      case 'payment':
        return this.payment({ body, context }, found, judged);
      case 'payment-reversal':
        return this.reversal({ body, context }, found, judged);
      case 'refund':
        return this.refunds.refund(found, { accountId, refundId: subjectId }, judged, context);
      case 'bank-fee':
      case 'bank-interest':
        return this.settling.fee(found, judged, context, body.as === 'bank-interest');
      case 'payout':
        return this.settling.matched(found, { outcome: 'payout', subjectId, ...judged }, context);
      case 'no-concern':
        return this.settling.matched(found, { outcome: 'no-concern', subjectId: body.lineId, ...judged }, context);
    }
  }

  /** A direct debit that comes back is returned by its own command, which opens again what it had paid. */
  private async reversal({ body, context }: Pick<ResolveBankLine, 'body' | 'context'>, found: FoundLine, judged: Judged): Promise<CommandResult<LineAnswer>> {
    const { subjectId = '', charge } = body;
    const charged = charge === undefined ? {} : { charge };
    const returned = await this.directDebits.resolveReturn(found, { subjectId, ...charged }, judged, context);
    return returned ?? this.settling.reversal(found, { paymentId: subjectId, ...charged }, judged, context);
  }

  private payment({ body, context }: Pick<ResolveBankLine, 'body' | 'context'>, found: FoundLine, judged: Judged): Promise<CommandResult<LineAnswer>> {
    const { accountId, subjectId, items = [], deductions = [] } = body;
    return subjectId === undefined
      ? this.settling.payment(found, { ...(accountId === undefined ? {} : { accountId }), items, deductions }, judged, context)
      : this.settling.enteredPayment(found, subjectId, judged, context);
  }
}

type Resolution = ResolveBankLine['body']['as'];
/** Interest is matched as the bank's own entry, like a fee; the fact that is booked says which of them it is. */
const outcomeOf = (as: Resolution): StatementLineMatched['data']['outcome'] => (as === 'bank-interest' ? 'bank-fee' : as);

const needsAccount: ReadonlySet<Resolution> = new Set(['refund']);
const needsSubject: ReadonlySet<Resolution> = new Set(['payment-reversal', 'refund', 'payout']);
const moneyIn: ReadonlySet<Resolution> = new Set(['payment']);
const moneyOut: ReadonlySet<Resolution> = new Set(['payment-reversal', 'refund']);

/** What is missing, or at odds with the sign of the line. */
function unfitFor({ body }: ResolveBankLine, { line, statement }: FoundLine): Refusal | undefined {
  const { as, accountId, subjectId, lineId } = body;
  const applied = body.items !== undefined || body.deductions !== undefined;
  if ((needsAccount.has(as) || applied) && accountId === undefined) {
    return refusal('invalid', 'STATEMENT.NO_ACCOUNT', `Line ${lineId} as ${as} needs the account it belongs to. Send accountId.`, { field: 'accountId' });
  }
  if (needsSubject.has(as) && subjectId === undefined) {
    return refusal('invalid', 'STATEMENT.NO_SUBJECT', `Line ${lineId} as ${as} needs the id of what it is about. Send subjectId.`, { field: 'subjectId' });
  }
  return foreignField(body) ?? bothWays(body) ?? wrongSign(as, line) ?? unfitCharge(body, line, statement.currency);
}

/** The charge is a part of the line's amount, never all of it. */
function unfitCharge({ charge, lineId }: ResolveBankLine['body'], { amount }: FoundLine['line'], currency: string): Refusal | undefined {
  if (charge === undefined) return undefined;
  const digits = currencyDigits(currency);
  const fits = charge === formatMinor(minorOf(charge, digits), digits) && minorOf(charge, digits) < -minorOf(amount, digits);
  return fits
    ? undefined
    : refusal('invalid', 'STATEMENT.CHARGE', `The charge of ${charge} is no part of line ${lineId} of ${amount} ${currency}. Send less than the line, with ${digits} digits.`, { field: 'charge' });
}

/** A payment that was entered by hand has its account and items already. */
function bothWays({ as, subjectId, accountId, items, deductions, lineId }: ResolveBankLine['body']): Refusal | undefined {
  return as === 'payment' && subjectId !== undefined && [accountId, items, deductions].some((field) => field !== undefined)
    ? refusal(
        'invalid',
        'STATEMENT.FOREIGN_FIELD',
        `Line ${lineId} as the payment ${subjectId} entered before takes no account, items or deductions: that payment has its own.`,
        { field: 'subjectId' },
      )
    : undefined;
}

const ownFields: Readonly<Record<Resolution, readonly string[]>> = {
  // Money entered by hand stands as it is: the line only shows it.
  payment: ['accountId', 'items', 'deductions', 'subjectId'],
  'payment-reversal': ['subjectId', 'charge'],
  refund: ['accountId', 'subjectId'],
  'bank-fee': [],
  'bank-interest': [],
  payout: ['subjectId'],
  'no-concern': [],
};

/** A field that the decision has no use for is a misunderstanding: better said than passed over. */
function foreignField(body: ResolveBankLine['body']): Refusal | undefined {
  const foreign = (['accountId', 'subjectId', 'items', 'deductions', 'charge'] as const).find((field) => body[field] !== undefined && !ownFields[body.as].includes(field));
  return foreign === undefined
    ? undefined
    : refusal('invalid', 'STATEMENT.FOREIGN_FIELD', `Line ${body.lineId} as ${body.as} takes no ${foreign}. Leave it out, or say what else the line is.`, { field: foreign });
}

function wrongSign(as: Resolution, { lineId, amount }: FoundLine['line']): Refusal | undefined {
  const out = amount.startsWith('-');
  return (out ? moneyIn : moneyOut).has(as)
    ? refusal('conflict', 'STATEMENT.WRONG_SIGN', `Line ${lineId} of ${amount} is no ${as}: ${out ? 'money went out' : 'money came in'}.`, { lineId, amount })
    : undefined;
}
