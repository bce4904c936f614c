import { status } from '@grpc/grpc-js';
import { decodeContent } from '../../embedded/event-content';
import { metadataType, metaStreamOf } from '../../embedded/stream-metadata';
import { Refusal } from '../calls/refusal';
import type { NodeContext } from '../node-context';
import { configEventType, configStream, configText, groupsOfConfig } from './group-config';
import { checkedSettings, sizeFault, startFault, type AskedSettings, type GroupDefinition, type GroupFilter } from './group-settings';
import { groupDropped, groupExists, groupFailed, noSuchGroup, type GroupName } from './refusals';
import { RunningGroup, type Stopwatch } from './running-group';

/** How often the groups are told that time has passed, milliseconds. */
const tickMs = 100;

/** A group as a client asks for it. */
export interface AskedGroup extends GroupName {
  readonly settings: AskedSettings;
  readonly filter: GroupFilter | null;
}

/** Parts stream and group: neither can hold it, since no stored name can. */
const keyOf = ({ stream, group }: GroupName): string => `${stream}\u0000${group}`;

/** All persistent subscription groups of the log. */
export class PersistentSubscriptions {
  private groups = new Map<string, RunningGroup>();
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  /** Changes of the groups happen one after the other. */
  private changes: Promise<unknown> = Promise.resolve();
  private fault: Error | null = null;

  constructor(
    private readonly context: NodeContext,
    private readonly stopwatch: Stopwatch,
  ) {
    this.load();
    this.timer = setInterval(() => this.tick(), tickMs).unref();
    void this.followLog();
  }

  /** @throws Refusal */
  find(name: GroupName): RunningGroup {
    this.assertLoaded();
    const group = this.groups.get(keyOf(name));
    if (group === undefined) throw noSuchGroup(name);
    return group;
  }

  /** Those of one stream, or all. @throws Refusal when the stream has none. */
  list(stream: string | null): readonly RunningGroup[] {
    this.assertLoaded();
    const groups = [...this.groups.values()].filter(({ definition }) => stream === null || definition.stream === stream);
    if (stream !== null && groups.length === 0) throw noSuchGroup({ stream, group: '' });
    return groups;
  }

  create(asked: AskedGroup, user: string): Promise<void> {
    return this.change(async () => {
      this.assertStart(asked);
      if (this.groups.has(keyOf(asked))) throw groupExists(asked);
      this.assertSizes(asked);
      await this.put(this.definitionOf(asked, asked.filter), user);
    });
  }

  /** Ends the group's readers. Its filter stays as it was. */
  update(asked: AskedGroup, user: string): Promise<void> {
    return this.change(async () => {
      const before = this.find(asked);
      this.assertStart(asked);
      this.assertSizes(asked);
      await before.stop(groupDropped(asked));
      await this.put(this.definitionOf(asked, before.definition.filter), user);
    });
  }

  /** Ends the group's readers, and forgets its checkpoint and what it has parked. */
  delete(name: GroupName, user: string): Promise<void> {
    return this.change(async () => {
      const group = this.find(name);
      this.groups.delete(keyOf(name));
      await group.stop(noSuchGroup(name));
      try {
        await group.remove();
        await this.save(this.definitions(), user);
      } catch (error) {
        this.revive(group.definition);
        throw error;
      }
    });
  }

  /** Ends all readers, and begins anew from what is stored. */
  restart(): Promise<void> {
    return this.change(async () => {
      await this.stopAll();
      this.load();
    });
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.closing.abort();
    void this.stopAll();
  }

  private change<Result>(act: () => Promise<Result>): Promise<Result> {
    const changed = this.changes.then(() => {
      this.assertLoaded();
      return act();
    });
    this.changes = changed.catch(() => undefined);
    return changed;
  }

  private assertLoaded(): void {
    if (this.fault === null) return;
    throw new Refusal(status.UNAVAILABLE, `persistent subscriptions could not be started: ${this.fault.message}; write a sound ${configStream}, then restart them`);
  }

  private assertStart(asked: AskedGroup): void {
    const fault = startFault(asked.settings, this.context.reader.lastNumber());
    if (fault !== null) throw groupFailed(asked, fault);
  }

  private assertSizes(asked: AskedGroup): void {
    const fault = sizeFault(asked.settings);
    if (fault !== null) throw groupFailed(asked, fault);
  }

  /** Where the end is now is written down, so that a group from the end misses nothing when the node starts again. */
  private definitionOf({ stream, group, settings }: AskedGroup, filter: GroupFilter | null): GroupDefinition {
    const { reader } = this.context;
    const end = stream === '$all' ? reader.lastNumber() : reader.state(stream).lastRevision;
    return { stream, group, filter, endAt: settings.startFrom === 'end' ? end : null, ...checkedSettings(settings) };
  }

  private async put(definition: GroupDefinition, user: string): Promise<void> {
    const key = keyOf(definition);
    const others = this.definitions().filter((other) => keyOf(other) !== key);
    // Made first: a filter that cannot be used must not be stored.
    const group = new RunningGroup(this.context, this.stopwatch, definition);
    try {
      await this.save([...others, definition], user);
    } catch (error) {
      await group.stop(groupDropped(definition));
      const before = this.groups.get(key)?.definition;
      if (before !== undefined) this.revive(before);
      throw error;
    }
    this.groups.set(key, group);
  }

  /** Begins a group from what is stored of it. */
  private revive(definition: GroupDefinition): void {
    this.groups.set(keyOf(definition), new RunningGroup(this.context, this.stopwatch, definition));
  }

  private definitions(): GroupDefinition[] {
    return [...this.groups.values()].map(({ definition }) => definition);
  }

  /** @throws Refusal when it could not be written. */
  private async save(definitions: readonly GroupDefinition[], user: string): Promise<void> {
    const { reader, clock } = this.context;
    if (reader.state(configStream).metadata === null) await this.append(metaStreamOf(configStream), metadataType, '{"$maxCount":2}');
    await this.append(configStream, configEventType, configText(definitions, clock(), user));
  }

  private async append(stream: string, type: string, data: string): Promise<void> {
    const { writer, newId } = this.context;
    const outcome = await writer.write({ kind: 'append', stream, expected: 'any', events: [{ id: newId(), type, data, metadata: '' }] });
    if (outcome.kind === 'unknown') throw new Refusal(status.ABORTED, `nobody knows whether ${stream} was written: ${outcome.cause.message}; look, then try again`);
    if (outcome.kind !== 'written') throw new Refusal(status.FAILED_PRECONDITION, `${stream} cannot be written: ${outcome.kind}; it belongs to the node alone`);
  }

  private load(): void {
    this.groups = new Map();
    this.fault = null;
    try {
      const { reader, clock } = this.context;
      const [last] = reader.page(configStream, Number.MAX_SAFE_INTEGER, 'backwards', 1, clock());
      if (last === undefined) return;
      for (const definition of groupsOfConfig(decodeContent(last.data).bytes.toString('utf8'))) this.revive(definition);
    } catch (error) {
      this.fault = error instanceof Error ? error : new Error(String(error));
      this.context.trouble(`persistent subscriptions could not be started: ${this.fault.message}`);
    }
  }

  private async stopAll(): Promise<void> {
    const groups = [...this.groups.values()];
    this.groups = new Map();
    await Promise.all(groups.map((group) => group.stop(groupDropped(group.definition))));
  }

  private tick(): void {
    for (const group of this.groups.values()) group.tick();
  }

  private async followLog(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.context.wakeups.next(signal);
      if (!signal.aborted) for (const group of this.groups.values()) group.wake();
    }
  }
}
