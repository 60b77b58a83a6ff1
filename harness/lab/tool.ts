import { spawn } from 'node:child_process';

/** What a tool of the machine came to. */
export interface ToolEnd {
  /** Null when it was killed: it took too long, or it could not be started (then `stderr` says why). */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a tool may take, in milliseconds: all of them do one thing and end. */
const TOOL_MS = 10_000;

/** Runs a tool to its end, or kills it after `ms`; `input` is its whole standard input. Never rejects. */
export function runTool(words: readonly string[], { ms = TOOL_MS, input = '' } = {}): Promise<ToolEnd> {
  const [program = '', ...args] = words;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'pipe', timeout: ms, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => undefined).end(input);
    child.once('error', (error) => resolve({ status: null, stdout, stderr: error.message }));
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** The same for a tool that must succeed: resolves to what it printed, rejects with its own words. */
export async function mustRun(words: readonly string[], input = ''): Promise<string> {
  const { status, stdout, stderr } = await runTool(words, { input });
  if (status === 0) return stdout;
  throw new Error(`${words.join(' ')}: expected exit status 0, found ${status}: ${stderr.trim() || stdout.trim()}`);
}

/** Runs lines of `ip` in one namespace of the lab, or without one; the first that fails ends them, and rejects. */
export async function ip(lines: readonly string[], namespace?: string): Promise<void> {
  const where = namespace === undefined ? [] : ['-n', namespace];
  await mustRun(['ip', ...where, '-batch', '-'], `${lines.join('\n')}\n`);
}
