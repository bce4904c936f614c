import { decimalOf, knownCurrency, minorOf } from '#money';
import { decideRequestRefund, decideWriteOff, type AccountState, type Decision, type MeasuredAct } from '#ledger';
import type { WriteOffBody } from '../accounts/correction.dto';
import { namedItems } from '../accounts/named-items';
import { plainContent } from '../decisions/plain-content';
import type { IssueDraftBody } from '../drafts/draft.dto';
import type { RequestRefundBody } from '../refunds/refund.dto';
import { backDated, inBase } from './act-measures';
import type { MeasureScene } from './limited-command';

/** Nothing is written here, so nobody compares it. */
const measuring = 'measured';

/** Decided on the account as it stands, and only looked at: what it would take in base currency. */
async function baseAmount<Event>(
  scene: MeasureScene,
  accountId: string,
  decide: (state: AccountState) => Decision<Event, unknown>,
  amountOf: (event: Event) => readonly string[],
): Promise<bigint> {
  const { digits } = knownCurrency(scene.entity.configuration.baseCurrency);
  const decision = await scene.ledger.streams.account.query(accountId, decide);
  // A refusal is left to the command itself: it says why.
  const amounts = decision.kind === 'accepted' ? decision.events.flatMap(amountOf) : [];
  return amounts.reduce((sum, amount) => sum + minorOf(amount, digits), 0n);
}

export async function writeOffMeasures(body: WriteOffBody, scene: MeasureScene): Promise<MeasuredAct[]> {
  const { items, ...content } = plainContent(body);
  const named = items === undefined ? {} : { items: namedItems(items) };
  const command = { ...content, ...named, inputHash: measuring, today: scene.entity.today };
  const amount = await baseAmount(scene, body.accountId, (state) => decideWriteOff(command, state), ({ data }) => data.items.map((item) => item.baseAmount));
  return [{ act: 'write-off', subject: body.accountId, amount }, ...backDated(scene, body.accountId, body.writtenOffOn)];
}

/** What a draft would ask for, with the tax in it. */
export async function draftMeasures({ draftId, issueDate }: IssueDraftBody, scene: MeasureScene): Promise<MeasuredAct[]> {
  const content = await scene.ledger.streams.draft.query(draftId, (state) => state.content);
  if (content === null) {
    return [];
  }
  const { sale, gross } = content;
  const amount = await inBase(scene, { amount: decimalOf(gross), currency: sale.currency, rate: sale.rate });
  return [{ act: 'draft', subject: draftId, amount }, ...backDated(scene, draftId, sale.closedOn, issueDate)];
}

export async function refundMeasures(body: RequestRefundBody, scene: MeasureScene): Promise<MeasuredAct[]> {
  const command = { ...plainContent(body), inputHash: measuring, today: scene.entity.today };
  const amount = await baseAmount(scene, body.accountId, (state) => decideRequestRefund(command, state), ({ data }) => [data.baseAmount]);
  return [{ act: 'refund', subject: body.accountId, amount }, ...backDated(scene, body.accountId, body.requestedOn)];
}
