import { decodeContent, decodeMetadata } from '../../embedded/event-content';
import type { ReadableEvent } from '../wire/read-messages';
import type { StrategyName } from './group/consumer-strategy';

/** What events must share to be pinned to one client: their stream, or what they say they were caused by. */
export function pinKeyOf(readable: ReadableEvent, strategy: StrategyName): string {
  if (strategy === 'PinnedByCorrelation') return correlationOf(readable) ?? streamOf(readable);
  return strategy === 'Pinned' ? streamOf(readable) : '';
}

/** A link that leads nowhere counts for the stream it points to. */
function streamOf({ event, link }: ReadableEvent): string {
  const source = event ?? link;
  if (source?.type !== '$>') return source?.stream ?? '';
  const target = decodeContent(source.data).bytes.toString('utf8');
  return target.slice(target.indexOf('@') + 1);
}

function correlationOf({ event, link }: ReadableEvent): string | null {
  const metadata = decodeMetadata((event ?? link)?.metadata ?? '').toString('utf8');
  if (!metadata.includes('$correlationId')) return null;
  try {
    const parsed: unknown = JSON.parse(metadata);
    const id = typeof parsed === 'object' && parsed !== null && '$correlationId' in parsed ? parsed.$correlationId : null;
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
