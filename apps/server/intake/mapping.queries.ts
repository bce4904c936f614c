import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { MappingDefined } from '#ledger';
import { StreamReader } from '../queries/stream-reader';

/** A mapping as it counts now, and who defined it when. */
export interface MappingView {
  readonly mappingName: string;
  readonly mappingVersion: number;
  readonly kind: MappingDefined['data']['kind'];
  readonly mapping: object;
  /** Newest first. */
  readonly versions: readonly { readonly mappingVersion: number; readonly definedBy: string; readonly definedAt: string }[];
  readonly revision: number;
}

/** By default the version that counts. */
export class FindMapping extends Query<MappingView | null> {
  constructor(
    readonly mappingName: string,
    readonly mappingVersion?: number,
  ) {
    super();
  }
}

@QueryHandler(FindMapping)
export class FindMappingHandler implements IQueryHandler<FindMapping> {
  constructor(private readonly streams: StreamReader) {}

  async execute({ mappingName, mappingVersion }: FindMapping): Promise<MappingView | null> {
    const defined: { readonly data: MappingDefined['data']; readonly definedBy: string; readonly definedAt: string }[] = [];
    let revision = -1;
    for await (const { data, metadata, recordedAt, revision: at } of this.streams.events('mapping', mappingName)) {
      // Streams of mappings hold definitions alone.
      defined.unshift({ data: data as MappingDefined['data'], definedBy: metadata.actor, definedAt: new Date(recordedAt).toISOString() });
      revision = at;
    }
    const asked = defined.find(({ data }) => mappingVersion === undefined || data.mappingVersion === mappingVersion);
    if (asked === undefined) {
      return null;
    }
    const { definition, ...named } = asked.data;
    const versions = defined.map(({ data, definedBy, definedAt }) => ({ mappingVersion: data.mappingVersion, definedBy, definedAt }));
    return { ...named, mapping: JSON.parse(definition) as object, versions, revision };
  }
}
