import type { Static } from '@sinclair/typebox';
import { apportion, decimalOf, isZero, toAmount, type Money } from '#money';
import { addDays, laterDay } from '../dates';
import type { Instalment as InstalmentSchema, Terms as TermsSchema } from '../wire';

export type Terms = Static<typeof TermsSchema>;
export type Instalment = Static<typeof InstalmentSchema>;

/**
 * When which part of a document is due. Instalments sum to gross exactly; a part too small for the minor unit is left
 * out, and no due date lies before the issue date. Precondition: the terms passed `refuseTerms`.
 */
export function dueSchedule(terms: Terms, issueDate: string, gross: Money): readonly Instalment[] {
  const parts = terms.instalments ?? [{ netDays: terms.netDays, percent: '100' }];
  const amounts = apportion(gross, parts.map(({ percent }) => decimalOf(percent)));
  const due = parts.map(({ netDays }, index) => ({ dueDate: laterDay(addDays(issueDate, netDays), issueDate), amount: amounts[index] ?? gross }));
  const payable = isZero(gross) ? due.slice(0, 1) : due.filter(({ amount }) => !isZero(amount));
  return payable.map(({ dueDate, amount }, index) => ({ number: index + 1, dueDate, amount: toAmount(amount) }));
}
