import { type Static, Type } from '@sinclair/typebox';
import { Sha256 } from './tested.ts';

/** The machine that a run was made on. */
export const RunMachine = Type.Object(
  {
    /** As the system calls itself: `Debian GNU/Linux 12 (bookworm)`. */
    os: Type.String(),
    /** `Linux 6.1.0`. */
    kernel: Type.String(),
    /** `x64`, `arm64`, … */
    architecture: Type.String(),
    /** `v20.19.0`. */
    node: Type.String(),
    /** What this machine can see by, in the words of `sockspec doctor`. */
    observers: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type RunMachine = Static<typeof RunMachine>;

/** What the requirements of one suite were. */
export const SuiteRevision = Type.Object(
  {
    suite: Type.String(),
    /** Of the meaning of its requirements. */
    sha256: Sha256,
    /** Their ids, in the order of the specification. */
    requirements: Type.Array(Type.String()),
    /** How many cases judge them. */
    cases: Type.Integer({ minimum: 0 }),
    /** How many judge each of them, in the same order; missing in older reports. */
    casesOf: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
  },
  { additionalProperties: false },
);
export type SuiteRevision = Static<typeof SuiteRevision>;

/** What the requirements of a run were. */
export const RequirementRevision = Type.Object(
  {
    /** Of the built-in requirements. It rises when one is added, or when the meaning of one changes. */
    version: Type.Integer({ minimum: 1 }),
    /** Of the meaning of the built-in requirements. */
    sha256: Sha256,
    /** The suites that judged a target, described ones and those of the user's own too. */
    suites: Type.Array(SuiteRevision),
  },
  { additionalProperties: false },
);
export type RequirementRevision = Static<typeof RequirementRevision>;

/** One run of those that a report was made of: where it was made, by which requirements, by whom. */
export const RunPart = Type.Object(
  {
    started: Type.String({ description: 'RFC 3339' }),
    /** The version of sockspec. */
    tool: Type.String(),
    /** The names of its targets. */
    targets: Type.Array(Type.String()),
    /** Which part of their cases it was to judge (`--shard`); missing for all. */
    shard: Type.Optional(
      Type.Object(
        { index: Type.Integer({ minimum: 1 }), of: Type.Integer({ minimum: 1 }) },
        { additionalProperties: false },
      ),
    ),
    /** It, `requirements` and who ran it are missing where the run was read from a report of version 1. */
    machine: Type.Optional(RunMachine),
    requirements: Type.Optional(RequirementRevision),
    /** Who ordered it, and who ran it (`--ordered-by`, `--run-by`). */
    orderedBy: Type.Optional(Type.String()),
    runBy: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type RunPart = Static<typeof RunPart>;
