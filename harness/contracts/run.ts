import { type Static, Type } from '@sinclair/typebox';
import { Dissection } from './dissection.ts';
import { Level } from './requirement.ts';
import { EVIDENCE_OCTETS, RUN_SCHEMA_VERSION } from './run-form.ts';
import { RunPart } from './run-part.ts';
import { Tested } from './tested.ts';
import { Verdict } from './verdict.ts';

/** One event of an exchange, as the harness saw it. */
export const Evidence = Type.Object(
  {
    /** Milliseconds since the case began. */
    t: Type.Number({ minimum: 0 }),
    who: Type.Union([Type.Literal('harness'), Type.Literal('iut')]),
    what: Type.Union([
      Type.Literal('connect'),
      Type.Literal('send'),
      Type.Literal('receive'),
      Type.Literal('fin'),
      Type.Literal('rst'),
      Type.Literal('output'),
      Type.Literal('exit'),
      Type.Literal('file'),
      Type.Literal('frame'),
      Type.Literal('note'),
    ]),
    /** How many octets the event had on the wire, whatever part of them `hex` keeps. */
    octets: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Which of the case's connections it belongs to, from 1. */
    connection: Type.Optional(Type.Integer({ minimum: 1 })),
    hex: Type.Optional(Type.String({ maxLength: 2 * EVIDENCE_OCTETS })),
    text: Type.Optional(Type.String()),
    /** True where `hex` or `text` keeps less than the event had. */
    cut: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type Evidence = Static<typeof Evidence>;

/** One experiment and what it concluded. */
export const CaseResult = Type.Object(
  {
    id: Type.String(),
    requirement: Type.String(),
    level: Level,
    source: Type.String(),
    /** The requirement's sentence, so that a report can be read by itself. */
    text: Type.String(),
    target: Type.String(),
    verdict: Verdict,
    /** Where a gate makes this case fail the run, though its verdict is none that does: --strict, --require, --baseline. */
    failsRun: Type.Optional(Type.Literal(true)),
    /**
     * Why it is known to fail (`--baseline`): a broken one does not fail the run then, and a pass does (`failsRun`), since
     * the baseline is not true any more.
     */
    known: Type.Optional(Type.String()),
    /** Of a broken one: why its entry in the baseline does not cover it any more, one plain sentence. It fails the run then. */
    baseline: Type.Optional(Type.String()),
    /**
     * How the target was found gone here, in one sentence that says in or after which case: a server at an address, for which
     * no case that must hold has failed so far. Unless one fails later, nothing more is concluded of the run (exit status 3).
     */
    gone: Type.Optional(Type.String()),
    /** What its requirement is worth, where the profile says so; else its level tells (`reports/grading.ts`). */
    points: Type.Optional(Type.Number({ minimum: 0, multipleOf: 0.5 })),
    /** One plain sentence: what was expected, what was seen; empty for a pass without remarks. */
    reason: Type.String(),
    expected: Type.Optional(Type.String()),
    seen: Type.Optional(Type.String()),
    /** Where `expected` and `seen` are of the next client, which was not served, and not of the case itself. */
    nextClientUnserved: Type.Optional(Type.Literal(true)),
    /** Of a broken one: the id of the failed requirement of the same target that it usually comes of, which is mended first. */
    explainedBy: Type.Optional(Type.String()),
    /** Of a broken one: what such a failure usually means, and how it is usually mended. */
    failure: Type.Optional(Type.String()),
    mend: Type.Optional(Type.String()),
    /** The address of the page that tells of its requirement. */
    page: Type.Optional(Type.String()),
    /** What limits the verdict, e.g. a stimulus that could not be proven. */
    notes: Type.Array(Type.String()),
    durationMs: Type.Number({ minimum: 0 }),
    attempts: Type.Array(Verdict),
    flaky: Type.Boolean(),
    evidence: Type.Array(Evidence),
    /** The messages that the verdict was drawn from, where it is no pass, with the octets that decided: of a built-in protocol one, from its evidence. */
    messages: Type.Optional(Type.Array(Dissection)),
    /** The file in which the frames of the case are kept, where the run was captured. */
    frames: Type.Optional(Type.String()),
    reproduce: Type.String(),
  },
  { additionalProperties: false },
);
export type CaseResult = Static<typeof CaseResult>;

/** How the implementation under test was reached. */
export const TargetKind = Type.Union([
  Type.Literal('reference'),
  Type.Literal('address'),
  Type.Literal('exec'),
  Type.Literal('listen'),
  Type.Literal('capture'),
]);
export type TargetKind = Static<typeof TargetKind>;

/** Cases by verdict. */
export const Summary = Type.Object(
  {
    pass: Type.Integer({ minimum: 0 }),
    fail: Type.Integer({ minimum: 0 }),
    warning: Type.Integer({ minimum: 0 }),
    inconclusive: Type.Integer({ minimum: 0 }),
    notApplicable: Type.Integer({ minimum: 0 }),
    error: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type Summary = Static<typeof Summary>;

/** A target as the report names it. */
export const RunTarget = Type.Object(
  {
    name: Type.String(),
    protocol: Type.String(),
    role: Type.String(),
    kind: TargetKind,
    address: Type.String(),
    /** Where one case a requirement was to be judged (`--quick`): how many that are, and of how many. */
    quick: Type.Optional(
      Type.Object(
        { cases: Type.Integer({ minimum: 0 }), of: Type.Integer({ minimum: 0 }) },
        { additionalProperties: false },
      ),
    ),
    /** Its own cases; of a report that was written before there was such a key it is missing. */
    summary: Type.Optional(Summary),
    /** What it was: one entry, and several where the parts of the report had other ones. Missing in a report of version 1. */
    tested: Type.Optional(Type.Array(Tested)),
  },
  { additionalProperties: false },
);
export type RunTarget = Static<typeof RunTarget>;

export const Outcome = Type.Union([
  Type.Literal('conformant'),
  Type.Literal('nonconformant'),
  Type.Literal('inconclusive'),
  Type.Literal('error'),
]);
export type Outcome = Static<typeof Outcome>;

/** A finished (or interrupted) run: the JSON report, and what every other format is rendered from. */
export const Run = Type.Object(
  {
    $schema: Type.String(),
    schemaVersion: Type.Literal(RUN_SCHEMA_VERSION),
    tool: Type.Object({ name: Type.Literal('sockspec'), version: Type.String() }, { additionalProperties: false }),
    started: Type.String({ description: 'RFC 3339' }),
    durationMs: Type.Number({ minimum: 0 }),
    /** False where the run was interrupted or bailed out: cases are missing. */
    complete: Type.Boolean(),
    seed: Type.Integer({ minimum: 0 }),
    outcome: Outcome,
    exitStatus: Type.Integer({ minimum: 0, maximum: 255 }),
    /** One plain sentence: how the run ended. */
    conclusion: Type.String(),
    /** Names of the targets of which nothing was concluded; such a run ends with 3 at best. */
    notJudged: Type.Optional(Type.Array(Type.String())),
    /** How many MUSTs, each once a target, have an inconclusive case and no failed one. */
    mustsNotConcluded: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Entries of the baseline that no case of the run was judged by: each fails the run, and has one plain sentence. */
    unmatched: Type.Optional(
      Type.Array(
        Type.Object(
          { case: Type.String(), target: Type.Optional(Type.String()), problem: Type.String() },
          { additionalProperties: false },
        ),
      ),
    ),
    /** The runs that this report was made of: one, or several that were merged, or went on with each other (`--resume`). */
    parts: Type.Array(RunPart),
    /** How many more targets the saved runs had, of which this report does not tell (`report --target`). */
    leftOutTargets: Type.Optional(Type.Integer({ minimum: 1 })),
    targets: Type.Array(RunTarget),
    summary: Summary,
    cases: Type.Array(CaseResult),
  },
  {
    $id: 'sockspec/run.schema.json',
    additionalProperties: false,
  },
);
export type Run = Static<typeof Run>;
