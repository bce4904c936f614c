import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { BenchLine } from './bench.types';

export interface BenchReport {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly hardware: string;
  readonly commit: string;
  readonly short: boolean;
  readonly sections: readonly { readonly title: string; readonly lines: readonly BenchLine[] }[];
}

/** A figure with three significant digits, or whole from a thousand on. */
export function figure(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function cellsOf(line: BenchLine): [string, string, string, string] {
  const baseline = line.baseline ? `${figure(line.baseline.value)} (${line.baseline.what})` : '';
  const verdict = line.bar ? `${line.bar.met ? 'yes' : 'NO'}: ${line.bar.text}` : '';
  return [line.note ? `${line.what} (${line.note})` : line.what, `${figure(line.value)} ${line.unit}`, baseline, verdict];
}

const heads = ['what', 'measured', 'beside it', 'bar reached'] as const;

/** The report for a terminal. */
export function asText(report: BenchReport): string {
  const width = Math.max(100, process.stdout.columns ?? 120);
  const table = new Table({
    head: [...heads],
    colWidths: [Math.floor(width * 0.36), Math.floor(width * 0.18), Math.floor(width * 0.22), Math.floor(width * 0.2)],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { title, lines } of report.sections) {
    table.push([{ colSpan: 4, content: title }]);
    for (const line of lines) table.push(cellsOf(line));
  }
  return `${report.hardware}\n${table.toString()}`;
}

function asMarkdown(report: BenchReport): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const sections = report.sections.flatMap(({ title, lines }) => [
    `## ${title}`, '', row(heads), row(heads.map(() => '---')), ...lines.map((line) => row(cellsOf(line))), '',
  ]);
  return [
    `# Figures of ${report.day}`,
    '',
    `${report.hardware}. Commit ${report.commit}. Made by \`npm run bench\`; each figure is the median of its samples, which`,
    'stand in the JSON file beside this page. Load, server and database share the processors.',
    '',
    ...sections,
  ].join('\n');
}

/** Writes `<folder>/<day>-figures.md` and `.json`; a second run of a day takes its place. */
export function writeReport(report: BenchReport, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${report.day}-figures`);
  writeFileSync(`${path}.md`, asMarkdown(report));
  writeFileSync(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
  return `${path}.md`;
}
