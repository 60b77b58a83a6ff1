import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';

const closed = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false });

const milliseconds = (description: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 3_600_000,
      description: `${description}, in milliseconds`,
    }),
  );

const person = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

/** Time limits (IXIT). Undeclared ones take the defaults of `engine/limits.ts`, or make the rows that need them not-applicable. */
export const Limits = closed({
  connectMs: milliseconds('until a connection is established'),
  replyMs: milliseconds('until the IUT answers or goes on'),
  closeMs: milliseconds('until the IUT closes after its peer has'),
  recoveryMs: milliseconds('until the next client is served after a fault'),
  storageMs: milliseconds('until an uploaded file is complete in the store'),
  settleMs: milliseconds('after which what was not stored counts as never stored'),
  idleMs: milliseconds('after which the IUT gives up on an idle client'),
  messageMs: milliseconds('after which a server gives up on a message that has begun, however its octets drip in'),
  launchMs: milliseconds('until a launched IUT is ready'),
  connectTimeoutMs: milliseconds('after which a client gives up on a connection that is not established'),
  stallMs: milliseconds('after which a client gives up on a server that has stalled'),
  resolveMs: milliseconds('after which a client gives up on a name that does not resolve'),
  intervalMs: milliseconds('between two datagrams of a sender'),
  caseMs: milliseconds('for one whole case'),
  buildMs: milliseconds('for the command that builds the IUT'),
});
export type Limits = Static<typeof Limits>;

/** What the IUT can do (ICS). What is undeclared is taken to be there. */
export const Capabilities = closed({
  concurrentClients: Type.Optional(Type.Boolean({ description: 'false: serves one client at a time' })),
  shortensNames: Type.Optional(
    Type.Boolean({
      description: 'true: stores a name over the limit under a shortened one',
    }),
  ),
  largestFileMiB: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 4095,
      description: 'size of the file that large-file uploads, in MiB',
    }),
  ),
  endsAfterMessages: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'a receiver or sender: ends by itself after so many datagrams',
    }),
  ),
  ttl: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 255,
      description: 'a multicast sender: the time to live that it is meant to have',
    }),
  ),
});
export type Capabilities = Static<typeof Capabilities>;

/** What several targets may have in common: how they are reached, what can be seen of them. */
const shared = {
  target: Type.Optional(Type.String({ description: 'HOST:PORT of a server that already runs' })),
  exec: Type.Optional(Type.String({ minLength: 1, description: 'command that launches it' })),
  reference: Type.Optional(Type.String({ description: 'a built-in reference endpoint' })),
  fault: Type.Optional(Type.String({ description: 'a named fault of that reference endpoint' })),
  cwd: Type.Optional(Type.String({ minLength: 1, description: 'folder in which the IUT is launched and built' })),
  build: Type.Optional(
    Type.String({ minLength: 1, description: 'command that builds the IUT, before anything is judged' }),
  ),
  iutVersion: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'version of the IUT, for reports' }),
  ),
  version: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'command whose first line of output is the version of the IUT; {folder} stands for its folder',
    }),
  ),
  ready: Type.Optional(
    Type.String({
      description: 'regular expression of the line that says it is ready',
    }),
  ),
  env: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'environment of the launched IUT',
    }),
  ),
  tty: Type.Optional(Type.Boolean({ description: 'true: the output of the launched IUT is a terminal of its own' })),
  sandbox: Type.Optional(
    Type.Boolean({ description: 'true: the launched IUT sees its folder and loopback alone, and has limits (Linux)' }),
  ),
  store: Type.Optional(Type.String({ description: 'folder where its files land' })),
  fetch: Type.Optional(
    Type.String({
      description: 'command that copies stored file {name} to {file}',
    }),
  ),
  output: Type.Optional(
    Type.String({
      description: 'command whose standard output is what the IUT prints',
    }),
  ),
  show: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'regular expression of one shown item; named groups text (a line, a phrase), or version, size and data (a record)',
    }),
  ),
  incomplete: Type.Optional(
    Type.String({ minLength: 1, description: 'regular expression of the output that calls an item incomplete' }),
  ),
  input: Type.Optional(
    Type.Union([Type.Literal('own'), Type.Literal('stdin')], {
      description: 'where a launched client takes its data from: its own, or the harness on standard input',
    }),
  ),
  listen: Type.Optional(Type.String({ description: 'HOST:PORT that a client started elsewhere connects to' })),
  operator: Type.Optional(Type.Boolean({ description: 'a person says what the screen shows' })),
  interface: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'interface, by name or IPv4 address: of multicast and broadcast, or that launched clients connect to',
    }),
  ),
  group: Type.Optional(
    Type.String({ description: 'multicast group of an IUT that cannot be told one (224.202.20.30)' }),
  ),
  phrases: Type.Optional(
    Type.String({
      description:
        'fortune database of the IUT: a file with one phrase a line, or with several lines each between lines of %; or a folder with a file a phrase',
    }),
  ),
  ends: Type.Optional(
    Type.Union([Type.Literal('lf'), Type.Literal('crlf')], {
      description: 'what a fortune server sends behind each phrase; nothing without it',
    }),
  ),
  captures: Type.Optional(
    Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'pcap or pcapng files whose frames are judged, of the suite frames',
    }),
  ),
  groups: Type.Optional(
    Type.Array(Type.String(), {
      description: 'of captures: each GROUP or GROUP=TTL whose datagrams are judged (224.202.20.30=1)',
    }),
  ),
  nets: Type.Optional(
    Type.Array(Type.String(), {
      description: 'of captures: each prefix attached to their link, whose broadcast address is known: 192.168.1.0/24',
    }),
  ),
  skip: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'requirements (globs or fronts of ids) and cases by which this target is not judged; --skip replaces them',
    }),
  ),
  limits: Type.Optional(Limits),
  capabilities: Type.Optional(Capabilities),
};

/** The keys that hold for each target of a profile that does not say otherwise. */
export const TargetDefaults = closed(shared);
export type TargetDefaults = Static<typeof TargetDefaults>;

/** One implementation under test: which suite judges it, how it is reached, what can be seen of it. */
export const ProfileTarget = closed({
  name: Type.Optional(Type.String({ minLength: 1, description: '{folder} stands for what the * of each stands for' })),
  suite: Type.String({
    pattern: '^([a-z][a-z0-9-]*/[a-z]+|frames)$',
    description: 'the suite that judges it, e.g. upload/server; frames for captures',
  }),
  each: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'glob over folders (submissions/*/): one target a folder, which is its key folder',
    }),
  ),
  folder: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'folder of the program: {folder} in exec, build and cwd, and where it is launched without cwd',
    }),
  ),
  ...shared,
});
export type ProfileTarget = Static<typeof ProfileTarget>;

/** One file that declares an implementation and how it is to be judged: all that the flags of `run` can say. */
export const Profile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    protocols: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'descriptions of protocols, YAML or JSON: their suites can be named as the built-in ones',
      }),
    ),
    suites: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'modules of suites of your own, JavaScript or TypeScript, which import sockspec/testing',
      }),
    ),
    defaults: Type.Optional(
      Type.Object(TargetDefaults.properties, {
        additionalProperties: false,
        description: 'what holds for each target that does not say otherwise',
      }),
    ),
    targets: Type.Array(ProfileTarget, { minItems: 1 }),
    only: Type.Optional(Type.Array(Type.String())),
    skip: Type.Optional(Type.Array(Type.String())),
    require: Type.Optional(Type.Array(Type.String())),
    strict: Type.Optional(Type.Boolean()),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 0xffff_ffff })),
    repeat: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    points: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Number({ minimum: 0, maximum: 1000, multipleOf: 0.5, description: 'in whole or half points' }),
        {
          description:
            'points of a requirement, by globs over requirement ids; of several that mean one the last counts (MUST 1, SHOULD 0.5, MAY 0)',
        },
      ),
    ),
    report: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z][a-z0-9]*(=.+)?$' }))),
    orderedBy: Type.Optional(person('who ordered the run, for reports')),
    runBy: Type.Optional(person('who ran it, for reports')),
    docsBase: Type.Optional(
      Type.String({ minLength: 1, description: 'address of the pages of requirements, which reports link to' }),
    ),
    log: Type.Optional(Type.String()),
    baseline: Type.Optional(Type.String({ minLength: 1, description: 'file of the failures that are known' })),
  },
  {
    $id: 'sockspec/profile.schema.json',
    additionalProperties: false,
  },
);
export type Profile = Static<typeof Profile>;
