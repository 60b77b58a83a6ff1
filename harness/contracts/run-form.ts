/** The version of the report's form. A reader knows this one and those before it (`reports/json.ts`), and refuses any other. */
export const RUN_SCHEMA_VERSION = 2;

/** Octets of one event that are kept in a report; longer events are cut there and say so. */
export const EVIDENCE_OCTETS = 4096;
