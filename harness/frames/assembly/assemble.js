import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** Compiles `twins.ts` to WebAssembly and writes it, as a module of base64, into the file that is named. */
const [, , file = ''] = process.argv;
const folder = fileURLToPath(new URL('.', import.meta.url));
const flags = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'];

let octets;
const { error, stderr } = await asc.main(['twins.ts', '--baseDir', folder, '--outFile', 'twins.wasm', ...flags], {
  writeFile: (_, contents) => {
    octets = Buffer.from(contents);
  },
});
if (error !== null || octets === undefined) throw new Error(`twins.ts was not compiled: ${error}\n${stderr}`);
writeFileSync(
  file,
  `/** \`assembly/twins.ts\`, compiled by \`npm run assembly\`, in base64. */\nexport const assembled =\n  '${octets.toString('base64')}';\n`,
);
