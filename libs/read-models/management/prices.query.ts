import { sql, type RawBuilder } from 'kysely';
import { currencyDigits } from '#ledger';
import { Decimal } from '#money';
import { askedMonths } from '../measures/asked-months';
import { endsOf, firstEndFrom } from '../measures/month-ends';
import { amountText } from '../reports/figures';
import type { PricesQuestion, ReportFigures } from '../reports/question';
import { onSlice, provenanceOf } from '../reports/snapshot';
import type { ReadStore, Row } from '../store/read-store';
import { figureRows, percentText, sectionsOf, whoAsked, type FiguresBody } from './figures-body';
import { quantityOf } from './quantity';
import { documentKind, lineTable } from './tables';

export interface PricesRow {
  /** Present when months are told apart. */
  readonly month?: string;
  readonly customerId?: string;
  /** Present when products are told apart; empty for lines without a product code. */
  readonly productCode?: string;
  readonly quantity: string;
  readonly list: string;
  readonly discount: string;
  readonly net: string;
  /** Percent of `list`. */
  readonly discountRate: string | null;
  /** Net per unit, with two digits more than the currency has. */
  readonly averagePrice: string | null;
  readonly creditedQuantity: string;
  readonly credited: string;
}
export type PricesBody = FiguresBody<'prices', PricesRow>;

export const pricesFormulas: readonly string[] = [
  'lines of invoices for goods and services issued in the month, net of tax; fees and interest are left out; months are those of issue dates, on either basis',
  'list = what the lines come to without any discount of line or document; discount = list − net; discountRate = discount ÷ list × 100',
  'averagePrice = net ÷ quantity, before what was credited',
  'credited = net of credit notes issued in the month; creditedQuantity counts no credit of an amount or a price alone',
];

type PricesGroup = NonNullable<PricesQuestion['groupBy']>[number];

interface FoundPrices {
  readonly entityId: string;
  readonly currency: string;
  readonly row: PricesRow;
}

/** What was sold at what price and discount, by product, customer or month. @throws ReportRefused */
export function prices(store: ReadStore, question: PricesQuestion): Promise<ReportFigures<PricesBody>> {
  return onSlice(store, 'management', question, async (slice) => {
    const { months, from, fromDay } = askedMonths(question);
    const groups: readonly PricesGroup[] = question.groupBy ?? ['product'];
    const { invoice, credit } = documentKind;
    const month = groups.includes('month') ? firstEndFrom(endsOf(months), sql`l.issue_day`) : sql`0`;
    const column = (group: PricesGroup, name: string): RawBuilder<unknown> => (groups.includes(group) ? sql.ref(`l.${name}`) : sql`''`);
    const sumIf = (kind: number, name: string): RawBuilder<unknown> => sql`cast(sum(case when l.kind = ${kind} then ${sql.ref(`l.${name}`)} else 0 end) as bigint)`;
    const found = await figureRows(slice, sql`
      select entity_id, currency, place, customer_id, product_code, sum(list) as list, sum(net) as net, sum(credited) as credited,
        sum(whole) as whole, sum(fraction) as fraction, sum(credited_whole) as credited_whole, sum(credited_fraction) as credited_fraction
      from (
        select l.entity_id, l.currency, ${month} as place, ${column('customer', 'customer_id')} as customer_id, ${column('product', 'product_code')} as product_code,
          ${sumIf(invoice, 'list')} as list, ${sumIf(invoice, 'net')} as net, ${sumIf(credit, 'net')} as credited, ${sumIf(invoice, 'whole')} as whole,
          ${sumIf(invoice, 'fraction')} as fraction, ${sumIf(credit, 'whole')} as credited_whole, ${sumIf(credit, 'fraction')} as credited_fraction
        from ${slice.table(lineTable)} l
        where l.sequence <= ${slice.knownAt} and l.issue_day between ${fromDay} and ${slice.asOfDay} and ${whoAsked(slice, 'l')}
        group by l.entity_id, l.currency, l.issue_day, l.customer_id, l.product_code
      ) l group by entity_id, currency, place, customer_id, product_code order by entity_id, currency, place, customer_id, product_code`);
    const monthOfPlace = (place: number): string => months[place - 1]?.month ?? '';
    const sections = sectionsOf(found.map((row) => priceOf(row, groups, monthOfPlace)), ({ row }) => row);
    const controls = Object.fromEntries(sections.map(({ entityId, currency, rows }) => [`net ${entityId} ${currency}`, netOf(rows, currency)]));
    const { asOf, knownAt, basis } = slice;
    const body: PricesBody = { report: 'prices', from, asOf, knownAt, basis, formulas: pricesFormulas, sections };
    return { report: body.report, body, provenance: provenanceOf(slice, found.length, controls) };
  });
}

function priceOf(row: Row, groups: readonly PricesGroup[], monthOfPlace: (place: number) => string): FoundPrices {
  const currency = String(row['currency']);
  const integer = (name: string): bigint => BigInt(String(row[name]));
  const [list, net, quantity] = [integer('list'), integer('net'), quantityOf(integer('whole'), integer('fraction'))];
  const digits = currencyDigits(currency);
  return {
    entityId: String(row['entity_id']),
    currency,
    row: {
      ...(groups.includes('month') ? { month: monthOfPlace(Number(row['place'])) } : {}),
      ...(groups.includes('customer') ? { customerId: String(row['customer_id']) } : {}),
      ...(groups.includes('product') ? { productCode: String(row['product_code']) } : {}),
      quantity: quantity.toFixed(),
      list: amountText(list, currency),
      discount: amountText(list - net, currency),
      net: amountText(net, currency),
      discountRate: percentText(list - net, list),
      averagePrice: quantity.isZero() ? null : new Decimal(net.toString()).div(new Decimal(10).pow(digits)).div(quantity).toFixed(digits + 2),
      creditedQuantity: quantityOf(integer('credited_whole'), integer('credited_fraction')).toFixed(),
      credited: amountText(integer('credited'), currency),
    },
  };
}

/** Sum of the rows' nets, to compare with revenue. */
function netOf(rows: readonly PricesRow[], currency: string): string {
  const digits = currencyDigits(currency);
  return rows.reduce((sum, { net }) => sum.plus(net), new Decimal(0)).toFixed(digits);
}
