import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulLines, linesServer } from '../../lines-server.ts';
import type { Read } from '../../socket.ts';

/**
 * Splitting at runs of line ends.
 *
 * This is the fault to copy (CONTRIBUTING.md). A fault is one mistake that real programs make, in a file of its own:
 *
 * - `name`: what it does wrong, in kebab case, as the file is called; `--fault drops-empty-lines` serves it.
 * - `endpoint`: the reference that it varies. The suite of that endpoint judges it.
 * - `summary`: the mistake in one line, for `--list-faults`.
 * - `breaks`: the requirements that must catch it, each by the last part of its id. At least one of their cases is red in
 *   every run, so that nothing here may hang on luck.
 * - `mayRedden`: requirements that rest on the same behaviour, and are red in some runs. Any other red row is a mistake of
 *   the suite, or of the fault. The fewer the better.
 * - `start`: the reference with one part replaced, as here. What no part can say wraps how it serves (`one-client-only.ts`).
 *   It must not block the event loop, harm the machine or keep `stop` waiting.
 */
export const dropsEmptyLines: Fault = {
  name: 'drops-empty-lines',
  endpoint: 'lines',
  summary: 'does not show empty lines',
  breaks: ['empty-lines'],
  mayRedden: {},
  start: linesServer({ ...carefulLines, cut: cutNonEmpty }),
};

async function* cutNonEmpty(read: Read): AsyncGenerator<Uint8Array> {
  for await (const line of carefulLines.cut(read)) if (line.length > 0) yield line;
}
