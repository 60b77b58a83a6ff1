import { lstatSync, type PathLike, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * Looks at what may be a FIFO or a socket, and does not follow a link unless that is asked for. Throws as `lstatSync` does.
 *
 * `realpathSync` of Node 20 to 24 asks an array that every synchronous look fills, and goes no further where the last look
 * found such a thing. The loader of modules then takes a path through a link for a real one, and loads a package a second
 * time, or does not find what it needs (npm link, pnpm). So a folder is what was looked at last.
 */
export function lookAt(path: PathLike, { follows = false } = {}): Stats {
  const found = follows ? statSync(path) : lstatSync(path);
  if (found.isFIFO() || found.isSocket()) lstatSync(sep);
  return found;
}
