import { availableParallelism } from 'node:os';
import { launch } from '../launch.ts';
import { runDelays, withDelaysOfItsOwn } from '../run-delays.ts';

/**
 * Words: the program's own folder, and its command. It prints `ready`, runs for a while once it is told to, and prints `spun`.
 * Prints how many milliseconds it was seen to run meanwhile.
 */
const [own = '', program = '', ...words] = process.argv.slice(2);

const delays = runDelays();
const launched = await withDelaysOfItsOwn(
  () => launch([program, ...words], { sandbox: { own, writable: [] } }),
  delays,
);
const printed = async (line: string): Promise<void> => {
  while (!launched.output.text().includes(`${line}\n`)) await launched.output.changed();
};

await printed('ready');
delays.takeMs();
const began = performance.now();
launched.type('go\n');
await printed('spun');
delays.takeMs();
const ran = delays.ownPart() * (performance.now() - began) * availableParallelism();
await launched.stop();
process.stdout.write(String(Math.round(ran)));
