/** What newer versions of Node have and the types of the oldest one do not know. */
declare module 'node:zlib' {
  import type { Transform } from 'node:stream';

  export const createZstdDecompress: (() => Transform) | undefined;
}
