import type { Check } from '../../harness/engine/cases.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import {
  askedAgainFact,
  borderEchoes,
  bordersFact,
  eachAsAsked,
  eachToItsOwn,
  otherEchoes,
  sameNumberFact,
} from './asked-again.ts';
import type { Context, Oracle } from './oracle.ts';

/** The cases of a law about the numbers that replies repeat: over a stream that of `pairing`, over datagrams that of `kept-apart`. */
export function askedAgainCases<Law extends string>(check: Check<Context, Law>, law: Law, oracle: Oracle): void {
  const others = otherEchoes(oracle.description);
  if (others !== undefined)
    check(law, [{ label: 'the same again with another number' }], async (context) => {
      mustBe(await askedAgainFact(context, oracle, others), eachAsAsked);
    });

  const borders = borderEchoes(oracle.description);
  if (borders.length === 0) return;
  check(law, [{ label: 'numbers at their borders' }], async (context) => {
    mustBe(await bordersFact(context, oracle, borders), eachAsAsked);
  });

  check(law, [{ label: 'other questions with one number' }], async (context) => {
    mustBe(await sameNumberFact(context, oracle), eachToItsOwn);
  });
}
