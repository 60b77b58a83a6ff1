import { dependencies, requirementTable } from '../../harness/contracts/requirement-table.ts';
import { uploadClientRows } from './client-rows.ts';
import { uploadServerRows } from './server-rows.ts';

/** What an upload server, or the receive-file server, owes its clients. */
export const uploadServer = requirementTable('upload/server', uploadServerRows);

/** What an upload client owes its server and its user. */
export const uploadClient = requirementTable('upload/client', uploadClientRows);

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const uploadServerCauses = dependencies(uploadServer, {
  'stores-contents-exactly': ['size-is-big-endian'],
  'header-split-anywhere': ['header-with-contents'],
  'header-octet-by-octet': ['header-split-anywhere'],
  'header-with-contents': ['stores-contents-exactly'],
  'random-segmentation': ['header-octet-by-octet', 'header-split-anywhere', 'header-with-contents'],
  'size-is-four-octets': ['size-is-big-endian'],
  'swapped-size-survived': ['size-is-four-octets', 'size-is-unsigned'],
  'name-at-limit': ['stores-under-its-name'],
  'name-over-limit': ['stores-under-its-name'],
  'name-without-end': ['stores-under-its-name'],
  'endless-name-cut-short': ['name-without-end'],
  'name-empty': ['stores-under-its-name'],
  'name-not-ascii': ['stores-under-its-name', 'name-at-limit'],
  'name-as-sent': ['stores-under-its-name', 'parts-apart'],
  'separator-required': ['stores-under-its-name'],
  'refuses-silently': ['answers-nothing'],
  'takes-one': ['closes-after-disconnect'],
  'resumes-nothing': ['same-name-twice'],
  'parts-apart': ['same-name-twice'],
  'appears-whole': ['parts-apart'],
  'closes-after-upload': ['closes-after-disconnect'],
  'leaves-no-debris': ['stores-under-its-name', 'reset-anywhere'],
  'short-contents': ['disconnect-anywhere', 'parts-apart'],
  'long-contents': ['stores-contents-exactly'],
  'disconnect-anywhere': ['stores-under-its-name', 'swapped-size-survived'],
  'reset-anywhere': ['disconnect-anywhere', 'parts-apart'],
  'same-name-twice': ['stores-under-its-name'],
  'two-at-once': ['header-with-contents', 'parts-apart'],
  'large-file': ['stores-contents-exactly'],
  'closes-after-disconnect': ['disconnect-anywhere', 'reset-anywhere'],
  rests: ['closes-after-disconnect'],
  'leaves-nothing-open': ['closes-after-disconnect'],
  'ends-idle-client': ['waits-for-slow', 'idle-client'],
});

/** Which of their failures usually comes of which other (CONTRIBUTING.md, "A case"). */
export const uploadClientCauses = dependencies(uploadClient, {
  'size-is-big-endian': ['header-is-well-formed', 'size-matches-contents'],
  'size-matches-contents': ['header-is-well-formed'],
  'contents-exact': ['size-matches-contents'],
  'slow-receiver': ['contents-exact'],
  'close-during-upload': ['reset-during-upload', 'slow-receiver'],
  'gives-up-on-stall': ['slow-receiver'],
  'name-at-limit': ['name-exact'],
  'name-exact': ['name-is-base-name'],
  'refuses-4-gib': ['name-within-limit'],
  'missing-file': ['name-within-limit'],
});
