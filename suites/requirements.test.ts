import { Value } from '@sinclair/typebox/value';
import { describe, expect, test } from 'vitest';
import { Requirement } from '../harness/contracts/requirement.ts';
import { listRequirements } from '../harness/contracts/requirement-table.ts';
import { broadcastReceiver, broadcastSender } from './broadcast/requirements.ts';
import { connectClient } from './connect/requirements.ts';
import { fortuneClient, fortuneServer } from './fortune/requirements.ts';
import { frameFacts } from './frames/requirements.ts';
import { suites } from './index.ts';
import { linesClient, linesServer } from './lines/requirements.ts';
import { multicastReceiver, multicastSender } from './multicast/requirements.ts';
import { recordClient, recordServer } from './record/requirements.ts';
import { uploadClient, uploadServer } from './upload/requirements.ts';

const tables = [
  fortuneServer,
  fortuneClient,
  uploadServer,
  uploadClient,
  linesServer,
  linesClient,
  recordServer,
  recordClient,
  connectClient,
  multicastReceiver,
  multicastSender,
  broadcastReceiver,
  broadcastSender,
  frameFacts,
];
const requirements = tables.flatMap((table) => listRequirements(table));

/** Ids, levels and observations of all requirements, written out apart from the tables: none changes by accident. */
const specification = `
fortune/server/accepts-connection         MUST    wire
fortune/server/speaks-first               MUST    wire
fortune/server/closes-after-phrase        MUST    wire
fortune/server/phrase-is-whole            MUST    wire
fortune/server/phrase-is-text             SHOULD  wire
fortune/server/phrase-varies              SHOULD  wire
fortune/server/serves-one-after-another   MUST    wire
fortune/server/serves-queued-clients      MUST    wire
fortune/server/survives-client-leaving    MUST    wire+next
fortune/server/survives-client-reset      MUST    wire+next
fortune/server/survives-half-close        SHOULD  wire
fortune/server/survives-unsolicited-data  SHOULD  wire
fortune/server/survives-slow-reader       MUST    wire
fortune/server/not-starved                SHOULD  wire
fortune/server/reports-port-in-use        SHOULD  exit/output
fortune/server/rests                      SHOULD  process
fortune/server/leaves-nothing-open        SHOULD  process
fortune/server/restarts-on-its-port       SHOULD  process
fortune/server/ends-when-asked            SHOULD  process
fortune/client/sends-nothing              MUST    wire
fortune/client/reads-until-close          MUST    output
fortune/client/reads-past-one-buffer      MUST    output
fortune/client/joins-split-characters     MUST    output
fortune/client/waits-for-late-phrase      MUST    output
fortune/client/ends-on-empty-phrase       SHOULD  exit
fortune/client/closes-its-side            MUST    wire
fortune/client/reports-reset              MUST    exit/output
fortune/client/partial-not-shown-as-whole SHOULD  output
fortune/client/gives-up-on-stall          SHOULD  exit
fortune/client/ends-well                   MUST    exit/output
fortune/client/one-connection              SHOULD  wire
fortune/client/rests                      SHOULD  process
upload/server/stores-contents-exactly     MUST    storage
upload/server/stores-under-its-name       MUST    storage
upload/server/header-split-anywhere       MUST    storage
upload/server/header-octet-by-octet       MUST    storage
upload/server/header-with-contents        MUST    storage
upload/server/random-segmentation         MUST    storage
upload/server/size-is-four-octets         MUST    storage
upload/server/size-is-big-endian          MUST    storage/output
upload/server/size-is-unsigned            MUST    wire+next
upload/server/swapped-size-survived       MUST    wire+next
upload/server/name-at-limit               MUST    storage
upload/server/name-over-limit             MUST    wire+storage+next
upload/server/name-without-end            MUST    memory+storage+next
upload/server/endless-name-cut-short      SHOULD  wire
upload/server/name-empty                  MUST    storage+next
upload/server/name-not-ascii              SHOULD  storage
upload/server/name-stays-inside           MUST    storage+next
upload/server/name-as-sent                SHOULD  storage+next
upload/server/separator-required          SHOULD  storage+next
upload/server/answers-nothing             MUST    wire
upload/server/refuses-silently            SHOULD  wire+next
upload/server/waits-for-slow              MUST    storage
upload/server/takes-one                   SHOULD  storage+next
upload/server/resumes-nothing             MUST    storage
upload/server/parts-apart                 MUST    storage
upload/server/appears-whole               SHOULD  storage
upload/server/closes-after-upload         SHOULD  wire
upload/server/leaves-no-debris            SHOULD  storage
upload/server/short-contents              SHOULD  storage+next
upload/server/long-contents               SHOULD  storage+next
upload/server/disconnect-anywhere         MUST    storage+next
upload/server/reset-anywhere              MUST    storage+next
upload/server/idle-client                 SHOULD  wire+next
upload/server/same-name-twice             MUST    storage
upload/server/two-at-once                 SHOULD  storage
upload/server/large-file                  MUST    storage
upload/server/reports-port-in-use         SHOULD  exit/output
upload/server/closes-after-disconnect     MUST    wire+next
upload/server/rests                       SHOULD  process
upload/server/leaves-nothing-open         SHOULD  process
upload/server/restarts-on-its-port        SHOULD  process
upload/server/ends-when-asked             SHOULD  process
upload/server/ends-idle-client            SHOULD  wire
upload/client/header-is-well-formed       MUST    wire
upload/client/refuses-4-gib               MUST    wire/exit
upload/client/size-is-big-endian          MUST    wire
upload/client/size-matches-contents       MUST    wire
upload/client/contents-exact              MUST    wire
upload/client/name-is-base-name           MUST    wire
upload/client/name-within-limit           MUST    wire/exit
upload/client/closes-after-contents       MUST    wire
upload/client/slow-receiver               MUST    wire
upload/client/reset-during-upload         MUST    exit/output
upload/client/close-during-upload         MUST    exit/output
upload/client/missing-file                SHOULD  exit/output
upload/client/name-at-limit                MUST    wire
upload/client/name-exact                   MUST    wire
upload/client/gives-up-on-stall            SHOULD  exit
upload/client/ends-well                    MUST    exit/output
upload/client/one-connection               SHOULD  wire
upload/client/rests                       SHOULD  process
lines/server/shows-each-line              MUST    output
lines/server/line-in-pieces               MUST    output
lines/server/random-segmentation          MUST    output
lines/server/lines-in-one-segment         MUST    output
lines/server/last-line-unterminated       SHOULD  output
lines/server/empty-lines                  MUST    output
lines/server/carriage-return-is-data      SHOULD  output
lines/server/long-line                    MUST    output
lines/server/serves-a-burst               MUST    output
lines/server/waits-for-slow               MUST    output
lines/server/answers-nothing              SHOULD  wire
lines/server/endless-line                 SHOULD  memory+next
lines/server/closes-at-end                SHOULD  wire
lines/server/split-characters             MUST    output
lines/server/survives-other-octets        SHOULD  output+next
lines/server/disconnect-mid-line          MUST    wire+next
lines/server/serves-one-after-another     MUST    output
lines/server/idle-client                  SHOULD  wire+next
lines/server/reports-port-in-use          SHOULD  exit/output
lines/server/closes-after-disconnect      MUST    wire+next
lines/server/rests                        SHOULD  process
lines/server/leaves-nothing-open          SHOULD  process
lines/server/restarts-on-its-port         SHOULD  process
lines/server/ends-when-asked              SHOULD  process
lines/server/ends-idle-client             SHOULD  wire
lines/client/lines-are-terminated         MUST    wire
lines/client/carriage-return-is-data      SHOULD  wire
lines/client/flushes-each-line            MUST    wire+output
lines/client/closes-at-end                MUST    wire
lines/client/reports-reset                SHOULD  exit/output
lines/client/ends-well                     MUST    exit/output
lines/client/one-connection                SHOULD  wire
lines/client/rests                        SHOULD  process
record/server/shows-record                MUST    output
record/server/header-split-anywhere       MUST    output
record/server/octet-by-octet              MUST    output
record/server/random-segmentation         MUST    output
record/server/fields-are-big-endian       MUST    output
record/server/sizes                       MUST    output
record/server/size-is-unsigned            MUST    wire+output+next
record/server/swapped-header-survived     MUST    wire+next
record/server/short-data                  MUST    wire+next
record/server/disconnect-anywhere         MUST    wire+next
record/server/reset-anywhere              MUST    wire+next
record/server/partial-not-shown-as-whole  SHOULD  output
record/server/surplus-ignored             SHOULD  output
record/server/closes-after-record         MUST    wire
record/server/waits-for-slow              MUST    output
record/server/takes-one                   SHOULD  output+next
record/server/answers-nothing             SHOULD  wire
record/server/serves-a-burst              MUST    output
record/server/two-at-once                 SHOULD  output
record/server/reports-port-in-use         SHOULD  exit/output
record/server/closes-after-disconnect     MUST    wire+next
record/server/rests                       SHOULD  process
record/server/leaves-nothing-open         SHOULD  process
record/server/restarts-on-its-port        SHOULD  process
record/server/ends-when-asked             SHOULD  process
record/server/ends-idle-client            SHOULD  wire
record/client/header-is-big-endian        MUST    wire
record/client/size-matches-data           MUST    wire
record/client/closes-at-end               MUST    wire
record/client/reports-reset               SHOULD  exit/output
record/client/ends-well                    MUST    exit/output
record/client/one-connection               SHOULD  wire
record/client/rests                       SHOULD  process
connect/client/reports-refused            MUST    exit/output
connect/client/reports-timeout            MUST    exit/output
connect/client/reports-address-error      MUST    exit/output
connect/client/tells-errors-apart         SHOULD  output
connect/client/no-false-success           MUST    exit
connect/client/tries-every-address        MAY     wire
connect/client/fails-with-status           SHOULD  exit
connect/client/ends-well                   MUST    exit/output
connect/client/one-connection              SHOULD  wire
connect/client/rests                      SHOULD  process
multicast/receiver/receives-after-join    MUST    output
multicast/receiver/shows-source           SHOULD  output
multicast/receiver/keeps-datagrams-apart  MUST    output
multicast/receiver/receives-after-silence SHOULD  output
multicast/receiver/other-group-ignored    MAY     output
multicast/receiver/largest-datagram       SHOULD  output
multicast/receiver/empty-datagram         SHOULD  output
multicast/receiver/leaves                 MUST    frames/output
multicast/receiver/joins-on-interface     MUST    frames/output
multicast/receiver/rejoins                SHOULD  output
multicast/receiver/shares-the-port        SHOULD  output
multicast/receiver/ends-when-asked        SHOULD  process
multicast/sender/payload                  MUST    wire
multicast/sender/interval                 SHOULD  wire
multicast/sender/every-datagram           MUST    wire
multicast/sender/reaches-group            MUST    wire
multicast/sender/ttl                      SHOULD  frames
multicast/sender/survives-nobody-listening MUST   wire
multicast/sender/beside-a-listener        MUST    wire/exit
multicast/sender/reports-unusable-address SHOULD  wire/exit
multicast/sender/ends-when-asked          SHOULD  process
broadcast/receiver/limited                MUST    output
broadcast/receiver/subnet-directed        MUST    output
broadcast/receiver/net-directed           MAY     output
broadcast/receiver/all-subnets-directed   MAY     output
broadcast/receiver/unicast-too            SHOULD  output
broadcast/receiver/shows-source           SHOULD  output
broadcast/receiver/keeps-datagrams-apart  MUST    output
broadcast/receiver/receives-after-silence SHOULD  output
broadcast/receiver/largest-datagram       SHOULD  output
broadcast/receiver/empty-datagram         SHOULD  output
broadcast/receiver/several-senders        MUST    output
broadcast/receiver/ends-when-asked        SHOULD  process
broadcast/sender/sets-so-broadcast        MUST    wire/exit
broadcast/sender/payload                  MUST    wire
broadcast/sender/interval                 SHOULD  wire
broadcast/sender/every-datagram           MUST    wire
broadcast/sender/destination              MUST    frames/wire
broadcast/sender/beside-a-listener        MUST    wire/exit
broadcast/sender/reports-unusable-address SHOULD  wire/exit
broadcast/sender/ends-when-asked          SHOULD  process
frames/multicast-mac                      MUST    frames
frames/broadcast-mac                      MUST    frames
frames/no-unicast-mac-for-group           MUST    frames
frames/source-is-unicast                  MUST    frames
frames/multicast-ttl                      SHOULD  frames
frames/igmp-join                          MUST    frames
frames/igmp-leave                         MUST    frames
frames/arp-for-unicast-only               MUST    frames
frames/checksums                          SHOULD  frames
frames/not-fragmented                     SHOULD  frames
`
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', level = '', seen = ''] = line.split(/ +/);
    return { id, level, seen: seen.split(/[+/]/) };
  });

test('the tables hold every row of the specification, in its order, with its level and its observations', () => {
  expect(requirements.map(({ id, level, seen }) => ({ id, level, seen }))).toEqual(specification);
});

test('no id occurs twice', () => {
  const ids = requirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every suite is one of these tables, each at most once, in the order of the specification', () => {
  const inOrder = tables.filter((table) => suites.some((suite) => suite.table === table));
  expect(suites.map(({ table }) => table)).toEqual(inOrder);
});

test('a row names its protocol and role as its table does, and loads the suite of that table', async () => {
  for (const { path, protocol, role, table, load } of suites) {
    expect(path).toBe(table.path);
    expect(path).toBe(role === '' ? protocol : `${protocol}/${role}`);
    expect((await load()).table).toBe(table);
  }
});

test('every requirement has a case, no case occurs twice, and the cases of a suite are in no other', async () => {
  for (const { load, requirements: own } of suites) {
    const ids = (await load()).caseIds();
    const judged = new Set(ids.map((id) => id.replace(/\[.*\]$/s, '')));

    expect(own.map(({ id }) => id).filter((id) => !judged.has(id))).toEqual([]);
    expect(judged.size).toBe(own.length);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe.each(requirements)('$id', (requirement) => {
  test('fits the schema', () => {
    expect([...Value.Errors(Requirement, requirement)]).toEqual([]);
  });

  test('says where it comes from', () => {
    // RFC 768 and RFC 894 have no numbered sections.
    expect(requirement.source).toMatch(/^(tutorial|RFC \d+ §\d|RFC (768|894):|CWE-\d+)/);
  });

  test.each(['text', 'provoked', 'failure', 'mend'] as const)('%s is whole sentences on one line', (field) => {
    expect(requirement[field]).toMatch(/^\S.+[^.\s]\.$/);
  });

  test('its statement is one sentence', () => {
    expect(requirement.text).not.toMatch(/\. /);
  });
});
