import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compiledFile } from '../../compiled-file';

/** The compiled file of a child program of this folder. */
export const childProgram = (name: string): string => compiledFile(`embedded/testing/${name}`);

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** Every whole line written so far; nothing is lost when nobody waits. */
  readonly lines: readonly string[];
  /** Resolves once a line fits; rejects when the child ends without it. */
  line(fits: (line: string, count: number) => boolean): Promise<string>;
  /** Exit code or signal, once the child is gone and its output is read to the end. */
  readonly ended: Promise<string>;
}

/** Starts a command and reads its output line by line. */
export function startChild(command: string, args: readonly string[]): Child {
  const child = spawn(command, [...args], { stdio: 'pipe' });
  const lines: string[] = [];
  let complaint = '';
  const listeners = new Set<(line: string) => void>();
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const listener of [...listeners]) listener(line);
  });
  const ended = new Promise<string>((done) => child.on('close', (code, signal) => done(signal ?? String(code))));
  const line: Child['line'] = (fits) =>
    new Promise((found, failed) => {
      const listener = (text: string): void => {
        if (!fits(text, lines.length)) return;
        listeners.delete(listener);
        found(text);
      };
      listeners.add(listener);
      void ended.then((how) => failed(new Error(`child ended with ${how} before the line came: ${complaint}`)));
    });
  return { process: child, lines, line, ended };
}

export const startProgram = (name: string, args: readonly string[]): Child =>
  startChild(process.execPath, [childProgram(name), ...args]);
