import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore, type EmbeddedStore } from '../../../embedded';
import { startNode, type NodeOptions, type RunningNode } from '../../start-node';

/**
 * A node that can be stopped and started over the same log. It knows no client: the two official ones cannot be loaded
 * together, since the messages they generate have the same global names.
 */
export class RestartableNode {
  private constructor(
    private readonly folder: string,
    private readonly log: EmbeddedStore,
    private readonly options: Partial<Omit<NodeOptions, 'log'>>,
    private running: RunningNode,
    readonly troubles: readonly string[],
  ) {}

  static async start(options: Partial<Omit<NodeOptions, 'log'>> = {}): Promise<RestartableNode> {
    const folder = await mkdtemp(join(tmpdir(), 'daybook-groups-'));
    const log = await openEmbeddedStore({ file: join(folder, 'log.db') });
    const troubles: string[] = [];
    const told = { ...options, onTrouble: (message: string): void => void troubles.push(message) };
    return new RestartableNode(folder, log, told, await startNode({ log, port: 0, ...told }), troubles);
  }

  get connectionString(): string {
    return this.running.connectionString;
  }

  async restart(): Promise<void> {
    await this.running.close();
    this.running = await startNode({ log: this.log, port: 0, ...this.options });
  }

  async remove(): Promise<void> {
    await this.running.close();
    await this.log.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
