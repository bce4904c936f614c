import { registerStateAt, streamName, type DomainEvent, type RegisterState, type StreamFold } from '#ledger';
import type { StreamFamily } from '../decisions/folded-streams';
import type { RegisterIndex } from '../local-index/register-index';

interface NumberedEvent extends DomainEvent {
  readonly data: { readonly issueDate: string };
}

/**
 * A register family: each folded register starts from the local index instead of from its first document, and tells
 * the index of every document that is stored.
 */
export function registerFamily<Event extends NumberedEvent>(
  category: 'invoices' | 'creditnotes',
  fold: StreamFold<RegisterState, Event>,
  documentId: (event: Event) => string,
  index: RegisterIndex,
): StreamFamily<RegisterState, Event> {
  return {
    category,
    fold,
    cachedStreams: 1_000,
    snapshots: {
      find: (seriesId) => {
        const head = index.head(streamName(category, seriesId));
        return head === null
          ? null
          : {
              state: registerStateAt({ count: head.revision + 1, lastIssueDate: head.lastIssueDate }),
              revision: head.revision,
              eventId: head.eventId,
            };
      },
      discard: (seriesId) => {
        index.reset(streamName(category, seriesId));
      },
    },
    onStored: ({ streamId, event, revision, eventId }) => {
      index.add(streamName(category, streamId), documentId(event), { revision, eventId, lastIssueDate: event.data.issueDate });
    },
  };
}
