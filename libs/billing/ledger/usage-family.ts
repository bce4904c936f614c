import { forgetIndexedUsage, streamName, usageFold, usageStateAt, type UsageEvent, type UsageState } from '#ledger';
import type { StreamFamily } from '../decisions/folded-streams';
import type { UsageIndex } from '../local-index/usage-index';

/** How many contracts' usage is begun from memory instead of from the index; each holds next to nothing. */
const cachedStreams = 20_000;

/** The usage of each contract: begun from the local index instead of from its first record, which it tells of every one. */
export const usageFamily = (index: UsageIndex): StreamFamily<UsageState, UsageEvent> => ({
  category: 'usage',
  fold: usageFold,
  cachedStreams,
  snapshots: {
    find: (contractId) => {
      const head = index.head(streamName('usage', contractId));
      return head === null ? null : { state: usageStateAt(head.used), revision: head.revision, eventId: head.eventId };
    },
    discard: (contractId) => {
      index.reset(streamName('usage', contractId));
    },
  },
  onStored: ({ streamId, event, revision, eventId, inputHash, state }) => {
    const { batchId, records } = event.data;
    index.add(streamName('usage', streamId), { revision, eventId, batchId, inputHash, records });
    forgetIndexedUsage(state, event);
  },
});
