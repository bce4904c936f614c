import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface WrittenFile {
  readonly name: string;
  readonly lines: number;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

const bufferedLength = 1024 * 1024;

/** Writes lines to numbered files of bounded size, and never holds more than a mebibyte of them. */
export class LineFiles {
  readonly written: WrittenFile[] = [];
  private file: FileHandle | null = null;
  private digest = createHash('sha256');
  private lines = 0;
  private bytes = 0;
  private text = '';

  /** @param bytesMax a file ends with the piece that reaches it; pieces are a mebibyte at most, beside one line. */
  constructor(
    private readonly folder: string,
    private readonly nameOf: (file: number) => string,
    private readonly bytesMax: number,
  ) {}

  async add(line: string): Promise<void> {
    this.text += `${line}\n`;
    this.lines += 1;
    if (this.text.length >= Math.min(bufferedLength, this.bytesMax)) {
      await this.flush();
    }
  }

  /** Ends the last file; there is always one, if an empty one. */
  async close(): Promise<readonly WrittenFile[]> {
    if (this.text !== '' || this.file !== null || this.written.length === 0) {
      await this.flush();
      await this.endFile();
    }
    return this.written;
  }

  private async flush(): Promise<void> {
    // Never over an existing file.
    this.file ??= await open(join(this.folder, this.nameOf(this.written.length + 1)), 'wx', 0o600);
    const piece = Buffer.from(this.text, 'utf8');
    this.text = '';
    await this.file.writeFile(piece);
    this.digest.update(piece);
    this.bytes += piece.length;
    if (this.bytes >= this.bytesMax) {
      await this.endFile();
    }
  }

  private async endFile(): Promise<void> {
    await this.file?.sync();
    await this.file?.close();
    this.file = null;
    this.written.push({ name: this.nameOf(this.written.length + 1), lines: this.lines, bytes: this.bytes, sha256: this.digest.digest('hex') });
    this.digest = createHash('sha256');
    this.lines = 0;
    this.bytes = 0;
  }
}
