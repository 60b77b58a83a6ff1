import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** For the whole of the tests, which start thousands of programs, dozens at a time: each starts fast. Returns how that is removed. */
export function setup(): () => void {
  leaveOutCertificates();
  return usePlainPython();
}

/**
 * Node reads a file of further certificates at each start, which took 40 of 105 ms (`time node -e 0` with and without the
 * variable, which named one with 144). No test goes where one is needed.
 */
function leaveOutCertificates(): void {
  delete process.env.NODE_EXTRA_CA_CERTS;
}

/**
 * Puts a Python first on the path that starts fast. `python3` may be a version manager's launcher, which costs ten times the
 * start of the interpreter. And packages of the machine may want to be loaded at each start, which costs four times as much as
 * the interpreter: it is one of an environment without packages, where one can be made. Returns how that is removed.
 */
function usePlainPython(): () => void {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  const interpreter = stdout?.trim() ?? '';
  if (interpreter === '') return () => undefined;
  const place = mkdtempSync(join(tmpdir(), 'sockspec-python-'));
  // Programs of other users start it too.
  chmodSync(place, 0o755);
  const made = spawnSync(interpreter, ['-m', 'venv', '--without-pip', place]);
  const own = made.status === 0 ? [join(place, 'bin')] : [];
  process.env.PATH = [...own, dirname(interpreter), process.env.PATH].join(delimiter);
  return () => rmSync(place, { recursive: true, force: true });
}
