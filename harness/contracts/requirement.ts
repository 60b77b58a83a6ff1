import { type Static, Type } from '@sinclair/typebox';

/** How binding a requirement is (RFC 2119). A broken MUST fails a run, a broken SHOULD warns, a MAY is never counted. */
export const Level = Type.Union([Type.Literal('MUST'), Type.Literal('SHOULD'), Type.Literal('MAY')]);
export type Level = Static<typeof Level>;

/**
 * What a verdict may be drawn from; `next` is the next-client check that follows a case (suites/README.md, "Terms").
 */
export const Observation = Type.Union([
  Type.Literal('wire'),
  Type.Literal('output'),
  Type.Literal('storage'),
  Type.Literal('exit'),
  Type.Literal('memory'),
  Type.Literal('process'),
  Type.Literal('frames'),
  Type.Literal('operator'),
  Type.Literal('next'),
]);
export type Observation = Static<typeof Observation>;

/** One testable statement about an implementation under test: a row of suites/README.md, "Requirements". */
export const Requirement = Type.Object({
  /** `protocol/role/what`; for ever: never renamed silently. */
  id: Type.String({ pattern: '^[a-z][a-z0-9-]*(/[a-z0-9-]+){1,2}$' }),
  level: Level,
  /** Where it comes from: the tutorial, an RFC by number, or a CWE. */
  source: Type.String(),
  /** The statement itself, one sentence. */
  text: Type.String(),
  /** The observations that a verdict needs. */
  seen: Type.Array(Observation),
  /** How the harness provokes the behaviour. */
  provoked: Type.String(),
  /** What a failure usually means. */
  failure: Type.String(),
  /** How it is usually mended. */
  mend: Type.String(),
  /** Ids of requirements of the same suite: where one of them fails too, it is mended first, the first of them before the others. */
  dependsOn: Type.Optional(Type.Array(Type.String())),
});
export type Requirement = Readonly<Static<typeof Requirement>>;
