import type { TextRow } from './texts.ts';

/** Names that are nothing special to the protocol, and something to a system, a shell or a program of the sender's. */
export const plainNameRows: readonly TextRow[] = [
  { family: 'names', label: 'several dots', make: (word) => `${word}.b.c` },
  { family: 'names', label: 'no extension', make: (word) => word },
  { family: 'names', label: 'a dot in front', make: (word) => `.${word}` },
  { family: 'names', label: 'a hyphen in front', make: (word) => `-${word}` },
  { family: 'names', label: 'two hyphens in front', make: (word) => `--${word}` },
  { family: 'names', label: 'as a partial file is called', make: (word) => `${word}.part` },
  { family: 'names', label: 'as a temporary file is called', make: (word) => `${word}.tmp` },
  { family: 'names', label: 'a tilde in front', make: (word) => `~${word}` },
  { family: 'names', label: 'begins as a device is called', make: (word) => `con${word}.txt` },
  { family: 'names', label: 'ends as a device is called', make: (word) => `${word}con.txt` },
  { family: 'names', label: 'two dots within', make: (first, second) => `${first}..${second}` },
];

/** Names that systems of other kinds do not have, or take for another name: a program may refuse them. */
export const foreignNameRows: readonly TextRow[] = [
  { family: 'names', label: 'a dot at the end', make: (word) => `${word}.` },
  { family: 'names', label: 'a space at the end', make: (word) => `${word} ` },
  { family: 'names', label: 'a space in front', make: (word) => ` ${word}` },
  { family: 'names', label: 'the name of a device', make: (word) => `CON.${word}` },
  { family: 'names', label: '< > " | ? *', make: (word) => `${word}<>"|?*` },
  { family: 'names', label: 'a colon', make: (first, second) => `${first}:${second}` },
];

/** Characters of one to four octets, for names at the limit. */
export const nameCharacters: readonly string[] = ['n', '\u00f6', '\u8a9e', '\u{1f98a}'];
