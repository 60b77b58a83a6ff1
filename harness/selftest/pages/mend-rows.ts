import { meansRequirement } from '../../engine/selection.ts';

/**
 * Which mend of `fixtures/mends/` serves which requirement: globs over ids, of laws with `laws/` in front, of laws of datagrams
 * with `datagrams/`. Of several that mean one, the first counts.
 */
const served: ReadonlyArray<readonly [mend: string, rows: readonly string[]]> = [
  [
    'read-until-whole',
    [
      'upload/server/{header-split-anywhere,header-octet-by-octet,random-segmentation,size-is-four-octets}',
      'upload/server/long-contents',
      'record/server/{header-split-anywhere,octet-by-octet,random-segmentation,sizes,surplus-ignored}',
      'laws/*/{cut-anywhere,octet-by-octet,random-cuts,late}',
      'laws/server/lying-length',
      'laws/client/{surplus,short-reply}',
    ],
  ],
  ['read-until-end', ['fortune/client/{reads-until-close,reads-past-one-buffer,ends-on-empty-phrase}']],
  [
    'leave-at-end',
    [
      '{*,laws}/server/rests',
      '{*,laws}/client/rests',
      '*/server/closes-after-disconnect',
      'laws/server/disconnect-anywhere',
    ],
  ],
  [
    'keep-the-rest',
    [
      'upload/server/header-with-contents',
      'lines/server/{line-in-pieces,random-segmentation,lines-in-one-segment,last-line-unterminated}',
      'lines/server/{empty-lines,carriage-return-is-data,long-line,split-characters}',
      'lines/client/carriage-return-is-data',
      'laws/*/coalesced',
    ],
  ],
  [
    'send-all',
    [
      'fortune/server/{phrase-is-whole,survives-slow-reader}',
      'upload/client/{contents-exact,slow-receiver}',
      'laws/server/slow-reader',
    ],
  ],
  [
    'network-byte-order',
    [
      'upload/*/size-is-big-endian',
      'upload/client/header-is-well-formed',
      'record/server/fields-are-big-endian',
      'record/client/header-is-big-endian',
    ],
  ],
  ['binary-file', ['upload/server/{stores-contents-exactly,large-file}', 'upload/client/size-matches-contents']],
  [
    'write-then-rename',
    [
      'upload/server/{resumes-nothing,parts-apart,appears-whole,leaves-no-debris,short-contents,same-name-twice}',
      'upload/server/two-at-once',
    ],
  ],
  [
    'serve-each-client',
    [
      'fortune/server/{serves-one-after-another,survives-client-leaving,survives-client-reset,not-starved}',
      '*/server/{disconnect-anywhere,reset-anywhere,idle-client,serves-one-after-another,two-at-once}',
      'lines/server/{disconnect-mid-line,survives-other-octets}',
      'laws/server/{pairing,one-after-another,reset-anywhere,idle-client,drip,full-table}',
    ],
  ],
  [
    'close-on-every-path',
    [
      'fortune/server/closes-after-phrase',
      '*/client/{closes-its-side,closes-after-contents,closes-at-end}',
      '*/server/{closes-after-upload,closes-at-end,closes-after-record,leaves-nothing-open}',
      'datagrams/server/leaves-nothing-open',
    ],
  ],
  ['shutdown-then-close', ['fortune/server/survives-unsolicited-data', 'laws/server/surplus']],
  [
    'time-limit',
    [
      'fortune/client/{waits-for-late-phrase,gives-up-on-stall}',
      'upload/client/gives-up-on-stall',
      '*/server/{waits-for-slow,ends-idle-client}',
      'laws/client/stalled',
    ],
  ],
  [
    'listen',
    [
      'fortune/server/{accepts-connection,serves-queued-clients}',
      'laws/server/queued',
      '*/server/{reports-port-in-use,restarts-on-its-port}',
    ],
  ],
  [
    'connect',
    ['connect/client/{reports-refused,reports-timeout,reports-address-error,tells-errors-apart,tries-every-address}'],
  ],
  [
    'report-errors',
    [
      '*/client/{reports-reset,ends-well,one-connection}',
      'upload/client/{reset-during-upload,close-during-upload}',
      'connect/client/{no-false-success,fails-with-status}',
      '{laws,datagrams}/client/ends-well',
      'laws/client/{reset-reply,one-connection}',
    ],
  ],
  [
    'decode-whole',
    ['fortune/server/phrase-is-text', 'fortune/client/joins-split-characters', 'record/client/size-matches-data'],
  ],
  [
    'count-characters',
    ['upload/server/{name-at-limit,name-over-limit,name-not-ascii}', 'upload/client/{name-within-limit,name-at-limit}'],
  ],
  ['safe-name', ['upload/server/{stores-under-its-name,name-empty,name-stays-inside,name-as-sent}']],
  ['name-of-file', ['upload/client/{refuses-4-gib,name-is-base-name,missing-file,name-exact}']],
  [
    'bounded-length',
    [
      'upload/server/{size-is-unsigned,swapped-size-survived}',
      'record/server/{size-is-unsigned,swapped-header-survived,short-data}',
      'laws/server/{length-borders,over-limit,announced-not-sent,swapped-numbers}',
      'laws/client/{huge-length,length-borders}',
    ],
  ],
  [
    'bounded-field',
    [
      'upload/server/{name-without-end,endless-name-cut-short}',
      'lines/server/endless-line',
      'laws/server/endless-field',
    ],
  ],
  ['digits-only', ['laws/server/numbers-in-text']],
  [
    'flush',
    [
      'lines/server/shows-each-line',
      'lines/client/{lines-are-terminated,flushes-each-line}',
      'record/server/shows-record',
    ],
  ],
  ['choose-each-time', ['fortune/server/phrase-varies']],
  ['end-when-asked', ['{*,laws}/server/ends-when-asked', '*/{receiver,sender}/ends-when-asked']],
  [
    'join-group',
    [
      'multicast/receiver/{receives-after-join,other-group-ignored,leaves,joins-on-interface,rejoins,shares-the-port}',
      'frames/{igmp-join,igmp-leave}',
    ],
  ],
  [
    'receive-datagrams',
    [
      '*/receiver/{shows-source,keeps-datagrams-apart,receives-after-silence,largest-datagram,empty-datagram}',
      'broadcast/receiver/{limited,subnet-directed,unicast-too,several-senders}',
    ],
  ],
  ['send-to-group', ['multicast/sender/**', 'frames/multicast-ttl']],
  ['send-broadcast', ['broadcast/sender/**', 'frames/broadcast-mac']],
  [
    'answer-datagrams',
    ['datagrams/server/{kept-apart,answers-from-where-asked,short,surplus,empty,largest,asker-gone,rests,stranger}'],
  ],
  [
    'ask-datagrams',
    ['datagrams/client/{asks-again,reports-silence,reports-refused,ignores-strangers,twice,largest,late}'],
  ],
];

/** Requirements whose mend is said in a sentence, and why no code says it better. */
const inWords: ReadonlyArray<readonly [why: string, rows: readonly string[]]> = [
  [
    'what is wrong is a call too many: it is removed',
    [
      'fortune/server/{speaks-first,survives-half-close}',
      'fortune/client/sends-nothing',
      '*/server/{answers-nothing,refuses-silently,takes-one}',
      'laws/server/half-close',
    ],
  ],
  [
    'it is a decision about what is shown, kept or refused, in the words of the program',
    [
      'fortune/client/partial-not-shown-as-whole',
      'record/server/partial-not-shown-as-whole',
      '*/server/serves-a-burst',
      'upload/server/separator-required',
      'laws/*/{wrong-literal,wrong-reply,stranger}',
      'datagrams/*/{wrong-numbers,wrong-literal}',
      'datagrams/client/short',
      '{laws,datagrams}/client/plain-replies',
    ],
  ],
  ['it is as the description says', ['{laws,datagrams}/*/{answers,asks}']],
  [
    'nothing in a program decides it: hosts, routers and access points do',
    [
      'broadcast/receiver/{net-directed,all-subnets-directed}',
      'frames/{multicast-mac,no-unicast-mac-for-group,source-is-unicast,arp-for-unicast-only,checksums,not-fragmented}',
    ],
  ],
];

/** The name of the mend that serves a requirement; undefined where a sentence is all. Throws an Error where neither is said. */
export function mendOf(row: string): string | undefined {
  const found = served.find(([, rows]) => rows.some((glob) => meansRequirement(glob, row)));
  if (found !== undefined) return found[0];
  if (inWords.some(([, rows]) => rows.some((glob) => meansRequirement(glob, row)))) return undefined;
  throw new Error(
    `${row}: expected a mend in code, or why there is none, in harness/selftest/pages/mend-rows.ts; found neither`,
  );
}

/** Globs that mean none of these requirements: each is a row that was renamed, or never was. */
export function idleGlobs(rows: readonly string[]): readonly string[] {
  return [...served, ...inWords].flatMap(([, globs]) =>
    globs.filter((glob) => !rows.some((row) => meansRequirement(glob, row))),
  );
}
