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

/** Rows of lines/server that look at what is shown. */
export const lineRows = [
  'shows-each-line',
  'line-in-pieces',
  'lines-in-one-segment',
  'last-line-unterminated',
  'empty-lines',
  'carriage-return-is-data',
  'long-line',
  'split-characters',
  'serves-one-after-another',
  'endless-line',
  'disconnect-mid-line',
] as const;

/** Rows of record/server that look at what is shown of a record, of the next client's too. */
export const recordRows = [
  'shows-record',
  'header-split-anywhere',
  'octet-by-octet',
  'random-segmentation',
  'fields-are-big-endian',
  'sizes',
  'surplus-ignored',
  'size-is-unsigned',
  'swapped-header-survived',
  'short-data',
  'disconnect-anywhere',
  'reset-anywhere',
  'partial-not-shown-as-whole',
] as const;

/** Rows of upload/client that compare an upload which was read to its end. */
export const sentRows = [
  'header-is-well-formed',
  'size-is-big-endian',
  'size-matches-contents',
  'contents-exact',
  'name-is-base-name',
  'slow-receiver',
] as const;

/** The rows but for those named. */
export function except(rows: readonly string[], ...named: readonly string[]): readonly string[] {
  return rows.filter((row) => !named.includes(row));
}
