import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { source as axe } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, onTestFinished } from 'vitest';

/** A page in the browser. */
export interface OpenPage {
  readonly page: Page;
  /** On the console, and errors of its script. */
  readonly said: readonly string[];
  /** Addresses that it asked for, besides itself, whether or not it was let. */
  readonly requests: readonly string[];
  /** Those that it did not get, with the reason; `csp` where its policy has forbidden them. */
  readonly failed: readonly string[];
}

/** How a page is looked at. */
export interface Looking {
  /** In CSS pixels; 1280 by default. */
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** False where the reader's browser runs no script; true by default. */
  readonly script?: boolean;
  /** Of the address, with its `#`. */
  readonly fragment?: string;
}

/** Opens a text as a file of HTML, until the next one is opened or the test has finished. */
export type OpenText = (text: string, looking?: Looking) => Promise<OpenPage>;

/**
 * Starts a browser with a profile of its own, in a network namespace without a way out, for all tests of a file, and ends
 * it after them. Where that is not possible they are skipped with the reason; in CI they fail.
 */
export function useBrowser(): OpenText {
  const lack = lackOf();
  const folder = mkdtempSync(join(tmpdir(), 'sockspec browser-'));
  const pages = new Map<boolean, Page>();
  let browser: Browser | undefined;
  beforeAll(async () => {
    const executablePath = join(folder, 'browser');
    writeFileSync(executablePath, `#!/bin/sh\nexec ${NO_NETWORK.join(' ')} ${program} "$@"\n`, { mode: 0o755 });
    if (lack === undefined)
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach((context) => {
    if (lack === undefined) return;
    if (process.env.CI !== undefined) throw new Error(`CI ${lack}`);
    context.skip(lack);
  });
  // A page takes the browser ten times as long to make as a file to show.
  const pageFor = async (script: boolean): Promise<Page> => {
    const page = pages.get(script) ?? (await browser?.newPage({ javaScriptEnabled: script }));
    if (page === undefined) throw new Error('the browser has not been started');
    pages.set(script, page);
    return page;
  };
  return async (text, { width = 1280, height = 800, colorScheme = 'light', script = true, fragment = '' } = {}) => {
    const page = await pageFor(script);
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ media: 'screen', colorScheme });
    return openAddress(page, `${pathToFileURL(written(text)).href}${fragment}`);
  };
}

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const program = ['chromium', 'google-chrome'].find((name) => runs(name, '--version'));

/** A browser looks for servers of its maker, and asks for a route to them, whatever page it shows. */
const NO_NETWORK = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--'] as const;

function lackOf(): string | undefined {
  if (program === undefined) return 'needs chromium';
  const [unshare, ...words] = NO_NETWORK;
  return runs(unshare, ...words, 'true') ? undefined : 'needs a network namespace (unshare) for chromium';
}

/** A file in a folder of its own, removed after the test. */
function written(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.html');
  writeFileSync(file, text);
  return file;
}

async function openAddress(page: Page, address: string): Promise<OpenPage> {
  const said: string[] = [];
  const requests: string[] = [];
  const failed: string[] = [];
  await page.removeAllListeners();
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => {
    if (!address.startsWith(request.url())) requests.push(request.url());
  });
  page.on('requestfailed', (request) => failed.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(address);
  return { page, said, requests, failed };
}

/** What keeps somebody out of a page, by the rules of axe: a line a rule, with the elements that break it. */
export async function violationsIn(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join("\\n")))',
  );
}

/** The colour behind a page. */
export function background(page: Page): Promise<unknown> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}
