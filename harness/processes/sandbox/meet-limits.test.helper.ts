import { launch } from '../launch.ts';
import { boundFolder, unboundFolder } from './bounded-folder.ts';

/** Words: the program's own folder, the folder that it may write to, and its command, which prints `done` and goes on, or ends. Prints which limits it has met, as JSON. */
const [own = '', writable = '', program = '', ...words] = process.argv.slice(2);

await boundFolder(writable, own);
const launched = await launch([program, ...words], { sandbox: { own, writable: [writable] } });
while (launched.end() === undefined && !launched.output.text().includes('done\n'))
  await Promise.race([launched.output.changed(), launched.ended]);
const met = launched.limitsMet?.();
await launched.stop();
await unboundFolder(writable);
process.stdout.write(JSON.stringify(met));
