import { type Static, Type } from '@sinclair/typebox';

/**
 * What a case concluded (suites/README.md, "Verdicts"; ISO/IEC 9646). `fail` is a broken MUST, `warning` a broken
 * SHOULD.
 */
export const Verdict = Type.Union([
  Type.Literal('pass'),
  Type.Literal('fail'),
  Type.Literal('warning'),
  Type.Literal('inconclusive'),
  Type.Literal('not-applicable'),
  Type.Literal('error'),
]);
export type Verdict = Static<typeof Verdict>;
