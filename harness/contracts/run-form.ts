/** The version of the report's form; a reader refuses any other. */
export const RUN_SCHEMA_VERSION = 1;

/** Octets of one event that are kept in a report; longer events are cut there and say so. */
export const EVIDENCE_OCTETS = 4096;
