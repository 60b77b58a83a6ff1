import { type Static, Type } from '@sinclair/typebox';

/** The version of the baseline's form; a reader refuses any other. */
export const BASELINE_SCHEMA_VERSION = 1;

/** A case that is known to fail, and why that is put up with. */
export const KnownFailure = Type.Object(
  {
    case: Type.String({ minLength: 1, description: 'id of a case, see sockspec list' }),
    target: Type.Optional(
      Type.String({ minLength: 1, description: 'the target on which it fails; without it, on every target' }),
    ),
    reason: Type.String({
      pattern: '\\S',
      description: 'why it is known to fail, for whoever reads the report; not blank',
    }),
    link: Type.Optional(
      Type.String({
        pattern: '^https?://\\S+$',
        description: 'http or https address where more is said of it, a ticket for example',
      }),
    ),
    expires: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        description: 'the last day on which it is put up with, as 2026-01-31',
      }),
    ),
    fingerprint: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'the kind of the failure, as --update-baseline writes it; without it, any failure of the case is known',
      }),
    ),
  },
  { additionalProperties: false },
);
export type KnownFailure = Static<typeof KnownFailure>;

/** The failures of an implementation that a gate knows (`--baseline`): they do not fail the run as long as they last. */
export const Baseline = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    schemaVersion: Type.Literal(BASELINE_SCHEMA_VERSION),
    known: Type.Array(KnownFailure),
  },
  {
    $id: 'sockspec/baseline.schema.json',
    additionalProperties: false,
  },
);
export type Baseline = Static<typeof Baseline>;
