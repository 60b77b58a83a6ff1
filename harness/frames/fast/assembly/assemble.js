import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Compiles `twins.ts` to WebAssembly and writes it, as a module of base64, into the file that is named. Without a file it
 * compiles nothing, needs no compiler, and prints the hash of what the octets depend on.
 */
const [, , file] = process.argv;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const flags = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert'];

/** The source, how it is compiled, and with what: the lock file names the compiler's version. */
function hashOfSources() {
  const hash = createHash('sha256');
  for (const name of ['twins.ts', 'assemble.js', 'package-lock.json']) {
    hash.update(readFileSync(here(name), 'utf8').replaceAll('\r\n', '\n'));
  }
  return hash.digest('hex');
}

async function compile() {
  const { default: asc } = await import('assemblyscript/asc');
  let octets;
  const { error, stderr } = await asc.main(['twins.ts', '--baseDir', here('.'), '--outFile', 'twins.wasm', ...flags], {
    writeFile: (_, contents) => {
      octets = Buffer.from(contents);
    },
  });
  if (error !== null || octets === undefined) throw new Error(`twins.ts was not compiled: ${error}\n${stderr}`);
  return octets;
}

if (file === undefined) {
  process.stdout.write(`${hashOfSources()}\n`);
} else {
  const octets = await compile();
  writeFileSync(
    file,
    `/** \`assembly/twins.ts\`, compiled by \`npm run assembly\`, in base64. */
export const compiled =
  '${octets.toString('base64')}';

/** The hash of what it was compiled from, and with: \`node assembly/assemble.js\` says what it is now. */
export const compiledFrom = '${hashOfSources()}';
`,
  );
}
