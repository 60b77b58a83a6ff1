import { terminalText } from '../../text/visible.ts';
import { print } from './print.ts';

/** Writes what an endpoint shows to standard output: as it is, but made harmless where that is a terminal. */
export function showText(text: string): void {
  void print(process.stdout.isTTY ? terminalText(text) : text);
}
