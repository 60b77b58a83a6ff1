import type { Run } from '../harness/contracts/run.ts';

/** What the place of a report allows. Formats for machines ignore it. */
export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** One way to show a finished run. Rendering is a pure function: no clock, no file, no socket. */
export interface ReportFormat {
  /** As `--report NAME` says it. */
  readonly name: string;
  /** Usual ending of such a file, without the dot. */
  readonly extension: string;
  readonly render: (run: Run, options: RenderOptions) => string;
}
