/** What every bench is given. */
export interface BenchSetting {
  /** A short run: smaller inputs, ratios checked, nothing written to `docs/benchmarks`. */
  readonly short: boolean;
  /** An empty folder of the bench's own, deleted afterwards. */
  readonly folder: string;
  /** Says what is being done, for whoever waits. */
  readonly say: (text: string) => void;
}

/** One line of the report. */
export interface BenchLine {
  readonly what: string;
  readonly unit: string;
  /** The median of `samples`. */
  readonly value: number;
  readonly samples: readonly number[];
  /** What it is compared with, measured in the same run. */
  readonly baseline?: { readonly what: string; readonly value: number };
  /** The figure to reach, in words, and whether this run reached it. */
  readonly bar?: { readonly text: string; readonly met: boolean };
  /** A ratio that holds on any machine: a run that misses it fails. */
  readonly gate?: boolean;
  readonly note?: string;
}

export interface Bench {
  /** Chosen by `--only`. */
  readonly id: string;
  readonly title: string;
  readonly run: (setting: BenchSetting) => Promise<readonly BenchLine[]>;
}
