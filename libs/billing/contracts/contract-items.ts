import type { ContractItem } from '#ledger';
import { plainContent } from '../decisions/plain-content';
import { taxOf } from '../sales/sale-lines';
import type { ContractItemBody } from './contract.dto';

/** Items as they were sent, with what may be left out filled in: no tax. */
export const contractItems = (items: readonly ContractItemBody[]): ContractItem[] =>
  items.map((item) => ({ ...plainContent(item), ...taxOf(item) }));
