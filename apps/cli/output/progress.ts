import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long step has come; a bar on a terminal, else a plain line now and then. */
export interface Progress {
  update(done: number): void;
  /** Ends the step; a bar is left full, a plain run says how long it took. */
  done(): void;
}

const millisecondsBetweenLines = 5000;
/** A step shorter than this shows no bar. */
const quietMilliseconds = 1000;

export interface ProgressOutput {
  readonly stream: NodeJS.WriteStream;
  readonly now: () => number;
}

const processOutput: ProgressOutput = { stream: process.stderr, now: () => performance.now() };

/** @param total null when nobody knows it beforehand: then the step only counts. */
export function startProgress(title: string, total: number | null, output: ProgressOutput = processOutput): Progress {
  return output.stream.isTTY && total !== null ? barProgress(title, total, output) : lineProgress(title, total, output);
}

function barProgress(title: string, total: number, { stream, now }: ProgressOutput): Progress {
  const started = now();
  let bar: SingleBar | null = null;
  return {
    update: (done) => {
      if (bar === null && now() - started > quietMilliseconds) {
        bar = new SingleBar(
          { stream, format: `${title.padEnd(28)} {bar} {percentage}% {value}/{total} {eta_formatted}`, hideCursor: true, fps: 5 },
          Presets.shades_classic,
        );
        bar.start(total, done);
      }
      bar?.update(done);
    },
    done: () => {
      bar?.update(total);
      bar?.stop();
    },
  };
}

function lineProgress(title: string, total: number | null, { stream, now }: ProgressOutput): Progress {
  const started = now();
  let last = started;
  return {
    update: (done) => {
      const at = now();
      if (at - last >= millisecondsBetweenLines) {
        last = at;
        stream.write(total === null ? `${title}: ${done}\n` : `${title}: ${done} of ${total}\n`);
      }
    },
    done: () => {
      const seconds = (now() - started) / 1000;
      if (seconds >= 1) {
        stream.write(`${title}: done, ${seconds.toFixed(1)} s\n`);
      }
    },
  };
}
