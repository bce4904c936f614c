import { amountMinorMax, Decimal, formatMinor, minorOf, parseAmount, parseDecimal, toAmount, type Currency } from '#money';
import { refuseUnrealDay } from '../../input-rules';
import { refusal, type Refusal } from '../../refusal';
import type { ContractItem } from '../contract-terms';

/** The contract that items are checked for. */
export interface ItemFrame {
  readonly currency: Currency;
  /** First day of these terms. */
  readonly startsOn: string;
  readonly endsOn: string | null;
}

const hundred = new Decimal(100);

/** Gathers what is wrong with one item. The first rule that is broken is the one that is told. */
export class ItemCheck {
  refused: Refusal | undefined;

  constructor(
    readonly item: ContractItem,
    readonly frame: ItemFrame,
  ) {}

  /** Refuses unless the rule holds. `message` goes on after the field's name, and says what to do. */
  ensure(holds: boolean, code: string, field: string, message: string): void {
    if (!holds) {
      const { itemId } = this.item;
      this.refused ??= refusal('invalid', code, `item ${JSON.stringify(itemId.slice(0, 64))}: ${field} ${message}`, { itemId, field });
    }
  }

  /** An amount of the contract's currency, zero or more, at its scale. What is refused is given back as it is. */
  amount(field: string, text: string): string {
    const parsed = parseAmount(text, this.frame.currency, { allowNegative: false });
    this.ensure(parsed.ok, 'CONTRACT.AMOUNT', field, parsed.ok ? '' : `${parsed.problem.message}.`);
    return parsed.ok ? toAmount(parsed.money) : text;
  }

  optionalAmount<Field extends string>(field: Field, path: string, text: string | undefined): Partial<Record<Field, string>> {
    return text === undefined ? {} : ({ [field]: this.amount(path, text) } as Partial<Record<Field, string>>);
  }

  /** An exact decimal, zero or more, of at most six decimals: a quantity, a price. */
  decimal(field: string, text: string): Decimal {
    const parsed = parseDecimal(text, { maxDecimals: 6 });
    this.ensure(parsed.ok, 'CONTRACT.NUMBER', field, parsed.ok ? '' : `${parsed.problem.message}.`);
    return parsed.ok ? parsed.value : new Decimal(0);
  }

  percent(field: string, text: string): Decimal {
    const value = this.decimal(field, text);
    this.ensure(value.lte(hundred), 'CONTRACT.NUMBER', field, `is ${text}; a percentage is at most 100.`);
    return value;
  }

  day(field: string, day: string): void {
    this.refused ??= refuseUnrealDay(field, day);
    this.ensure(day >= '1900-01-01' && day <= '2999-12-31', 'CONTRACT.DAYS', field, `${day} lies outside 1900-01-01 to 2999-12-31. Check the day.`);
  }

  /** A product that has to fit a document. */
  fits(field: string, value: Decimal): void {
    const most = new Decimal(formatMinor(amountMinorMax, this.frame.currency.digits));
    this.ensure(value.lte(most), 'CONTRACT.TOO_LARGE', field, `comes to ${value.toFixed()}; one amount is at most ${most.toFixed()}.`);
  }

  /** Amounts that have to sum to another. Precondition: all passed `amount`, or the item is refused already. */
  sumsTo(field: string, amounts: readonly string[], total: string): void {
    if (this.refused === undefined) {
      const { digits } = this.frame.currency;
      const sum = amounts.reduce((all, amount) => all + minorOf(amount, digits), 0n);
      this.ensure(sum === minorOf(total, digits), 'CONTRACT.SUM', field, `sum to ${formatMinor(sum, digits)} and not to the amount, ${total}. Send parts of it.`);
    }
  }

  /** No id stands twice. */
  unique(field: string, ids: readonly string[]): void {
    const seen = new Set<string>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    this.ensure(twice === undefined, 'CONTRACT.DUPLICATE_ID', field, `holds ${JSON.stringify(twice)} twice. Give each an id of its own.`);
  }
}
