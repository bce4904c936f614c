import { arch, cpus, platform, totalmem } from 'node:os';

/** One line that says on what the figures were measured. */
export function hardware(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.version}`;
}
