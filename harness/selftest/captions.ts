import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Capabilities, Limits } from '../contracts/profile.ts';
import { firstProblem, problemText } from '../text/problems.ts';
import { programsFolder } from './places.ts';

const closed = { additionalProperties: false };
const rows = (description: string) => Type.Record(Type.String(), Type.String(), { description });

/** One way in which a program is judged: by one suite, launched with certain words. */
export const Judged = Type.Object(
  {
    suite: Type.String(),
    /** What tells it from another way in which the same suite judges the same program. */
    as: Type.Optional(Type.String()),
    /** What it does wrong in this way, where its words decide that. */
    does: Type.Optional(Type.String()),
    /** What its command says behind the program; what all programs of the suite have, without. */
    words: Type.Optional(Type.String()),
    /** The phrases that PHRASES in the words stands for. */
    phrases: Type.Optional(Type.Union([Type.Literal('short'), Type.Literal('long'), Type.Literal('huge')])),
    breaks: rows('requirements that it breaks, each with the circumstances; an empty text for all'),
    mayRedden: Type.Optional(rows('requirements that it may redden, each with the reason')),
    unjudged: Type.Optional(Type.Array(Type.String())),
    passes: Type.Optional(Type.Array(Type.String())),
    redSays: Type.Optional(Type.String({ description: 'a regular expression that the reasons of red cases match' })),
    inconclusiveSays: Type.Optional(Type.String()),
    noteSays: Type.Optional(Type.String({ description: 'a regular expression that a note of a passed case matches' })),
    reasons: Type.Optional(rows('whole reasons of rows')),
    /** Keys of its profile. */
    input: Type.Optional(Type.Union([Type.Literal('own'), Type.Literal('stdin')])),
    tty: Type.Optional(Type.Boolean()),
    flushed: Type.Optional(Type.Boolean({ description: 'false: the environment does not flush for it' })),
    show: Type.Optional(Type.String()),
    capabilities: Type.Optional(Capabilities),
    limits: Type.Optional(Limits),
  },
  closed,
);
export type Judged = Static<typeof Judged>;

/** What is known of one program under test. */
export const Caption = Type.Object(
  {
    /** What it does wrong, or what is hard about it; `none` for a careful program. */
    does: Type.String(),
    judged: Type.Array(Judged),
    /** The test that judges it, where no run of the self test can. */
    elsewhere: Type.Optional(Type.String()),
    remark: Type.Optional(Type.String()),
  },
  closed,
);
export type Caption = Static<typeof Caption>;

const Captions = Type.Record(Type.String(), Caption);
type Captions = Static<typeof Captions>;

/** What is known of every program under test, by its file. Throws where the captions do not have their form. */
export function readCaptions(): Captions {
  const file = join(programsFolder, 'captions.json');
  const captions: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isCaptions(captions)) return captions;
  const problem = firstProblem(Captions, captions);
  throw new Error(`${file}: ${problem === undefined ? 'not captions' : problemText(problem)}`);
}

function isCaptions(value: unknown): value is Captions {
  return firstProblem(Captions, value) === undefined;
}
