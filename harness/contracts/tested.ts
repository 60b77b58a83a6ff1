import { type Static, Type } from '@sinclair/typebox';

/** SHA-256 in hexadecimal. */
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' });

/** A file that was tested, or by which it was tested. */
export const TestedFile = Type.Object(
  {
    /**
     * `program`: what was launched; `script`: the first argument that is a file; `capture`: whose frames were judged;
     * `protocol`: the description of its protocol; `suite`: the module of suites of the user's own.
     */
    what: Type.Union([
      Type.Literal('program'),
      Type.Literal('script'),
      Type.Literal('capture'),
      Type.Literal('protocol'),
      Type.Literal('suite'),
    ]),
    path: Type.String(),
    sha256: Type.Optional(Sha256),
    /** Why there is no hash, in words. */
    problem: Type.Optional(Type.String()),
    /** What it was when the run had ended, where that was something else: its hash, or why there was none. */
    atEnd: Type.Optional(
      Type.Object(
        { sha256: Type.Optional(Sha256), problem: Type.Optional(Type.String()) },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type TestedFile = Static<typeof TestedFile>;

/** One thing that a profile declares of an implementation, or a limit that it did not change. */
export const DeclaredEntry = Type.Object(
  {
    /** Its place in a profile: `capabilities.ttl`, `limits.replyMs`. */
    key: Type.String(),
    value: Type.Union([Type.Boolean(), Type.Number()]),
    /** False where it is the default of a limit. */
    isDeclared: Type.Boolean(),
    /** Ids of the requirements of its suite that look whether it is true. */
    probedBy: Type.Array(Type.String()),
  },
  { additionalProperties: false },
);
export type DeclaredEntry = Static<typeof DeclaredEntry>;

/** What a target was when it was judged. */
export const Tested = Type.Object(
  {
    /** As its user calls it, or the first line that its version command printed. */
    version: Type.Optional(Type.String()),
    /** Why the version command told none, one plain sentence. */
    versionProblem: Type.Optional(Type.String()),
    files: Type.Array(TestedFile),
    /** What could be seen of it, as keys of a profile: `store`, `output`, …; `exec` for the output of a launched program. */
    observers: Type.Array(Type.String()),
    /** Declared capabilities, and all limits as they were used. */
    declaration: Type.Array(DeclaredEntry),
  },
  { additionalProperties: false },
);
export type Tested = Static<typeof Tested>;
