/** Rows of fortune/server that need a whole phrase and its orderly end somewhere in their cases. */
export const phraseRows = [
  'speaks-first',
  'closes-after-phrase',
  'phrase-is-whole',
  'phrase-is-text',
  'phrase-varies',
  'serves-one-after-another',
  'serves-queued-clients',
  'survives-client-leaving',
  'survives-client-reset',
  'survives-half-close',
  'survives-unsolicited-data',
  'survives-slow-reader',
  'not-starved',
] as const;

/** Rows of upload/server that compare stored contents. */
export const contentRows = [
  'stores-contents-exactly',
  'stores-under-its-name',
  'header-split-anywhere',
  'header-octet-by-octet',
  'header-with-contents',
  'random-segmentation',
  'size-is-four-octets',
  'size-is-big-endian',
  'name-at-limit',
  'name-not-ascii',
  'same-name-twice',
  'two-at-once',
  'large-file',
] as const;

/** Rows of upload/server whose cases look for files that should not be there. */
export const nothingStoredRows = [
  'name-over-limit',
  'name-without-end',
  'name-empty',
  'name-stays-inside',
  'separator-required',
  'leaves-no-debris',
  'short-contents',
  'disconnect-anywhere',
  'reset-anywhere',
] as const;

/** Rows of upload/server that end with a next client whose file must be stored. */
export const nextClientRows = [...nothingStoredRows, 'swapped-size-survived', 'long-contents', 'idle-client'] as const;

/** The rows but for those named. */
export function except(rows: readonly string[], ...named: readonly string[]): readonly string[] {
  return rows.filter((row) => !named.includes(row));
}
