import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../launch.ts';
import { boundFolder, unboundFolder } from './bounded-folder.ts';

/** Words: a value of its environment, the program's own folder, the folder that it may write to, and its command. Prints what came of it, as JSON. */
const [given = '', own = '', writable = '', program = '', ...words] = process.argv.slice(2);

await boundFolder(writable, own);
const launched = await launch([program, ...words], {
  env: { GIVEN: given },
  sandbox: { own, writable: [writable] },
});
const end = await launched.ended;
const output = launched.output.text();
await launched.stop();
const isFollowed = existsSync(join(writable, 'link'));
await unboundFolder(writable);
process.stdout.write(JSON.stringify({ end, output, isFollowed }));
