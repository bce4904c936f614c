import { readFileSync } from 'node:fs';

/**
 * The most memory this process ever held, in MiB. On Linux as the kernel counts it for the program itself: the counter of
 * `resourceUsage` survives the start of a program, and so includes what its parent held.
 */
export function peakMebibytes(): number {
  const [, kibibytes] = process.platform === 'linux' ? (/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []) : [];
  return Math.round((kibibytes === undefined ? process.resourceUsage().maxRSS : Number(kibibytes)) / 1024);
}
