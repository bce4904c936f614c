import type { ExpectedState, LogWriteOutcome } from '../index';
import { tombstoneRevision } from '../stream-metadata';

type Answer = Pick<LogWriteOutcome, 'kind'> & { readonly revision?: number; readonly actual?: number };

/** The rules for one stream, as short as they can be said: what the store is compared with. */
export class StreamModel {
  private ids: string[] = [];
  private recent = new Set<string>();
  private metadata: Record<string, unknown>[] = [];
  private isTombstoned = false;

  restart(): void {
    this.recent.clear();
  }

  get readable(): number[] {
    const begin = Number(this.metadata.at(-1)?.['$tb'] ?? 0);
    const all = this.isTombstoned ? [] : this.ids.map((_, revision) => revision);
    return all.filter((revision) => revision >= begin);
  }

  append(expected: ExpectedState, ids: readonly string[]): Answer {
    const answer = this.check(expected, ids);
    if (answer !== 'append') return answer;
    const revives = this.isSoftDeleted && ids.length > 0;
    const begin = this.ids.length;
    this.ids.push(...ids);
    for (const id of ids) this.recent.add(id);
    if (revives) this.metadata.push({ ...this.metadata.at(-1), $tb: begin });
    return { kind: 'written', revision: this.ids.length - 1 };
  }

  setMetadata(metadata: Record<string, unknown>): Answer {
    if (this.isTombstoned) return { kind: 'stream-deleted' };
    const revives = this.isSoftDeleted;
    this.metadata.push(metadata);
    const revision = this.metadata.length - 1;
    if (revives) this.metadata.push({ ...metadata, $tb: this.ids.length });
    return { kind: 'written', revision };
  }

  delete(expected: ExpectedState): Answer {
    const answer = this.check(expected, ['never sent']);
    if (answer !== 'append') return answer;
    if (this.ids.length === 0 && this.metadata.length === 0) return { kind: 'wrong-expected-revision', actual: -1 };
    this.metadata.push({ $tb: tombstoneRevision });
    return { kind: 'written', revision: this.metadata.length - 1 };
  }

  tombstone(expected: ExpectedState): Answer {
    const answer = this.check(expected, ['never sent']);
    if (answer !== 'append') return answer;
    this.isTombstoned = true;
    return { kind: 'written', revision: tombstoneRevision };
  }

  private get isSoftDeleted(): boolean {
    return this.metadata.at(-1)?.['$tb'] === tombstoneRevision;
  }

  private check(expected: ExpectedState, ids: readonly string[]): 'append' | Answer {
    const last = this.ids.length - 1;
    const wrong: Answer = { kind: 'wrong-expected-revision', actual: last };
    if (this.isTombstoned) return { kind: 'stream-deleted' };
    if (expected === 'stream_exists' && this.isSoftDeleted) return { kind: 'stream-deleted' };
    if (expected === 'stream_exists' && last === -1 && this.metadata.length === 0) return wrong;
    if (expected === 'any' || expected === 'stream_exists') return this.checkRecent(ids, wrong);
    return this.checkPlace(expected, ids, wrong);
  }

  private checkPlace(expected: number | 'no_stream', ids: readonly string[], wrong: Answer): 'append' | Answer {
    const last = this.ids.length - 1;
    const after = expected === 'no_stream' ? -1 : expected;
    if (after >= last) return after === last ? 'append' : wrong;
    if (expected === 'no_stream' && this.isSoftDeleted && ids.length > 0 && ids[0] !== this.ids[0]) return 'append';
    const stands = ids.length > 0 && ids.every((id, index) => this.ids[after + 1 + index] === id);
    return stands ? { kind: 'written', revision: after + ids.length } : wrong;
  }

  private checkRecent(ids: readonly string[], wrong: Answer): 'append' | Answer {
    const [first, ...more] = ids;
    if (first === undefined || !this.recent.has(first)) return 'append';
    if (!more.every((id) => this.recent.has(id))) return wrong;
    return { kind: 'written', revision: this.ids.lastIndexOf(ids.at(-1) ?? '') };
  }
}
