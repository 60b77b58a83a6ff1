import type { Run } from '../harness/contracts/run.ts';

/** What the place of a report allows. Formats for machines ignore it. */
export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether a text for a terminal says how each failure is usually mended (`--verbose`, or a person who reads it there). */
  readonly teaches?: boolean;
  /** The JSON reports that hold the run, for a format that tells of them. */
  readonly source?: () => RunSource;
}

/** The JSON reports that a run is read from, or was written to. */
export interface RunSource {
  /** None where none was kept. */
  readonly files: readonly {
    /** How the command below calls it. */
    readonly name: string;
    /** Of its octets, in hexadecimal. */
    readonly sha256: string;
  }[];
  /** The words of a shell that, with a report behind them, make it of these files again. */
  readonly command: string;
}

/** One way to show a finished run. Rendering is a pure function: no clock, no file, no socket. */
export interface ReportFormat {
  /** As `--report NAME` says it. */
  readonly name: string;
  /** Usual ending of such a file, without the dot. */
  readonly extension: string;
  readonly render: (run: Run, options: RenderOptions) => string;
  /** What it is in a file whose name has this ending, without the dot; files of other names are refused. */
  readonly byEnding?: Readonly<Record<string, ReportFormat['render']>>;
  /** It tells of one program alone: a run of several targets is refused. */
  readonly oneTarget?: true;
  /** Why no such report can be made of a run, in words; undefined where one can. */
  readonly refuses?: (run: Run) => string | undefined;
  /** What the service that reads such a report takes besides. */
  readonly summary?: StepSummary;
}

/** A text for a file of the service, behind whatever others wrote there before. */
export interface StepSummary {
  /** The variable of the environment that names the file; where there is none, nothing is written. */
  readonly variable: string;
  /** How many octets the file may have. */
  readonly octets: number;
  /** In at most so many octets; empty where they are too few to say anything. */
  readonly render: (run: Run, octets: number) => string;
}
