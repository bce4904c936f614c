import { compiledFile } from '../../compiled-file';
import { startChild, type Child } from '../../embedded/testing/child-process';

/** A node in a process of its own, over one file and on one port, that can be killed and started again. */
export class NodeProcess {
  private child: Child | null = null;
  port = 0;

  constructor(private readonly file: string) {}

  /** Resolves once it listens: on the same port as before, if there was one. */
  async start(): Promise<void> {
    this.child = startChild(process.execPath, [compiledFile('eventstoredb/testing/node.child'), this.file, String(this.port)]);
    const line = await this.child.line((text) => text.startsWith('port '));
    this.port = Number(line.slice('port '.length));
  }

  /** As a power cut would: nothing is tidied. Resolves once it is gone. */
  async kill(): Promise<void> {
    this.child?.process.kill('SIGKILL');
    await this.child?.ended;
  }
}
