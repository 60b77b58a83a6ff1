/** The version of the report's form. A reader knows this one and those before it (`reports/json.ts`), and refuses any other. */
export const RUN_SCHEMA_VERSION = 2;

/** What stands in the evidence of a case in place of the exchange with a next client that was served. */
export const NEXT_SERVED = 'the next client was served';

/** Octets of one event that are kept in a report; longer events are cut there and say so. */
export const EVIDENCE_OCTETS = 4096;

/** How the notes of a case begin that tell what the harness typed into a client, as JSON, and that it has ended its input. */
export const TYPED = 'typed ';
export const INPUT_ENDED = 'ended the input of the client';

/** How a finding tells that a launched server ended by itself; how it did stands behind it. */
export const IUT_ENDED = 'the IUT has ended';

/** How each note begins that tells of a limit which a program has met in its sandbox. */
export const SANDBOX_NOTE = 'in its sandbox ';
