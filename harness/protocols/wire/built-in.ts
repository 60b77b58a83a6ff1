import type { Description } from '../../contracts/wire.ts';
import { parseDescription } from './description.ts';

/** A built-in protocol as a description, whose one message has the name of what is sent. */
export interface BuiltIn {
  readonly description: Description;
  readonly message: string;
  /** Who says it. */
  readonly by: 'client' | 'server';
}

/** A protocol whose one message has these fields. */
function described(protocol: string, { message, fields, over = 'tcp', dialogue, plain }: Written): BuiltIn {
  const text = `{ protocol: ${protocol}, over: ${over}, messages: { ${message}: { ${fields} } }, dialogue: [${dialogue}], plain: { ${message}: [${plain}] } }`;
  const by = dialogue.startsWith('server') ? 'server' : 'client';
  return { description: parseDescription(text, protocol), message, by };
}

interface Written {
  readonly message: string;
  readonly fields: string;
  readonly over?: 'tcp' | 'udp';
  readonly dialogue: string;
  readonly plain: string;
}

const hello: Written = {
  ...{ message: 'hello', fields: `hello: '"hello world"'`, over: 'udp' },
  ...{ dialogue: 'client hello, repeat', plain: '{}' },
};

/** The six built-in protocols as descriptions (suites/README.md, "Wire formats"), by their names. */
export const builtIn = {
  fortune: described('fortune', {
    ...{ message: 'phrase', fields: 'phrase: rest' },
    ...{ dialogue: 'server phrase, server closes', plain: '{ phrase: x }' },
  }),
  upload: described('upload', {
    message: 'upload',
    fields: `name: text until LF 1..32 characters, size: u32 length of contents, end: '"\\n"', contents: bytes`,
    ...{ dialogue: 'client upload, client closes', plain: '{ name: x, contents: "{fill}" }' },
  }),
  lines: described('lines', {
    ...{ message: 'line', fields: 'line: bytes until LF' },
    ...{ dialogue: 'client line, repeat, client closes', plain: '{ line: x }' },
  }),
  record: described('record', {
    ...{ message: 'record', fields: 'version: u32, size: u32 length of data, data: bytes' },
    ...{ dialogue: 'client record, client closes', plain: '{ version: 1, data: x }' },
  }),
  multicast: described('multicast', hello),
  broadcast: described('broadcast', hello),
} as const;
