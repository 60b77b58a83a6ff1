import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { resolve as resolvePath } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OwnSuiteModule } from '../../../suites/index.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { madeHere } from '../../testing/own-suite.ts';
import { placeOf } from '../../testing/suite-failure.ts';
import { resolve } from './testing-hooks.ts';

/** How long a module may take to load, in milliseconds: it has nothing to do but to make values. */
const LOAD_MS = 10_000;

/** What makes suites. */
const MAKERS = 'serverSuite, clientSuite, datagramServerSuite, datagramClientSuite';

/** Names of files that hold TypeScript, and of those that hold modules at all. */
const TYPESCRIPT = /\.[cm]?ts$/;
const MODULE = /\.[cm]?[jt]s$/;

/**
 * Loads a module of suites of the user's own, in this thread. Throws a UsageError of one line, which names the file, where it
 * cannot be loaded, or exports no suite.
 */
export async function readOwnSuites(file: string): Promise<OwnSuiteModule> {
  await checkFile(file);
  useTestingOfThisThread();
  const exported = await loaded(pathToFileURL(resolvePath(file)).href, file);
  const suites = [...new Set(Object.values(exported))].flatMap((value) => madeHere(value) ?? []);
  if (suites.length === 0)
    throw new UsageError(
      `${file}: expected an export that one of sockspec/testing has made (${MAKERS}), found ${exportsText(exported)}`,
    );
  return { file, suites };
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true)
    throw new UsageError(`--suite: expected a module, found ${found === undefined ? 'nothing' : 'no file'} at ${file}`);
  if (!MODULE.test(file)) throw new UsageError(`--suite: expected a module (.mjs, .js, .mts, .ts), found ${file}`);
  if (TYPESCRIPT.test(file) && !stripsTypes())
    throw new UsageError(
      `${file}: expected JavaScript, or Node 22.18 or later, which strips types, found TypeScript and Node ${process.versions.node}`,
    );
}

/** Whether this Node takes TypeScript as it is. */
function stripsTypes(): boolean {
  return 'typescript' in process.features && process.features.typescript !== false;
}

async function loaded(url: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`it is not loaded after ${LOAD_MS / 1000} s`)), LOAD_MS);
  });
  try {
    return await Promise.race([import(url), late]);
  } catch (error) {
    const place = placeOf(error) ?? (error instanceof SyntaxError ? lineOf(file) : undefined);
    throw new UsageError(
      `${file}: expected a module that can be loaded, found: ${errorText(error)}${place === undefined ? '' : ` (${place})`}`,
    );
  } finally {
    clearTimeout(limit);
  }
}

/** Where a file is no JavaScript: Node tells it only who runs the file. */
function lineOf(file: string): string | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: LOAD_MS });
  const line = /:(\d+)$/m.exec(stderr)?.[1];
  return line === undefined ? undefined : `line ${line}`;
}

function exportsText(exported: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exported);
  return names.length === 0 ? 'no export' : `no such among ${names.join(', ')}`;
}

let isUsed = false;

/** Has imports of `sockspec/testing` find this thread's own. Node 22.15 and later have a hook in the same thread, earlier ones beside it. */
function useTestingOfThisThread(): void {
  if (isUsed) return;
  isUsed = true;
  if ('registerHooks' in nodeModule && typeof nodeModule.registerHooks === 'function')
    nodeModule.registerHooks({ resolve });
  else nodeModule.register(new URL('./testing-hooks.js', import.meta.url));
}
