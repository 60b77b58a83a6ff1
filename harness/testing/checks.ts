import { Requirement } from '../contracts/requirement.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';
import { firstProblem } from '../text/problems.ts';
import { quoted } from '../text/visible.ts';

/** Who writes JavaScript has no compiler that would say so: each of these throws an error whose sentence tells what is wrong. */

/** A table: its path is `protocol/role`, and each row is whole. */
export function checkTable(table: unknown, role: 'server' | 'client'): void {
  const { path, rows } = isRecord(table) ? table : {};
  if (typeof path !== 'string' || !isRecord(rows))
    throw new TypeError(`expected requirementTable('PROTOCOL/${role}', rows), found no table`);
  if (!new RegExp(`^[a-z][a-z0-9-]*/${role}$`).test(path))
    throw new TypeError(`expected a table of PROTOCOL/${role} in small letters, found ${quoted(path)}`);
  if (Object.keys(rows).length === 0) throw new TypeError(`${path}: expected at least one row, found none`);
  for (const [key, row] of Object.entries(rows)) {
    const whole = isRecord(row) ? { ...row, id: `${path}/${key}` } : row;
    const problem = firstProblem(Requirement, whole);
    if (problem === undefined) continue;
    const where = problem.path === '' ? '' : `${problem.path}: `;
    throw new TypeError(`${path}/${key}: ${where}expected ${problem.expected}, found ${problem.found}`);
  }
}

/** Options of a server's suite: a well-behaved client, and rows of the table alone. */
export function checkOptions({ path, rows }: RequirementTable, options: unknown): void {
  const { client, plain, basics, severalClients, grounds = [] } = isRecord(options) ? options : {};
  if (typeof client !== 'function')
    throw new TypeError(`${path}: expected a function client in the options, found none`);
  if (!Array.isArray(plain) || plain.length === 0)
    throw new TypeError(`${path}: expected a list plain in the options, [undefined] for nothing, found none`);
  if (!Array.isArray(basics)) throw new TypeError(`${path}: expected a list basics in the options, found none`);
  const named: unknown[] = [...basics, ...(severalClients === undefined ? [] : [severalClients])];
  for (const ground of Array.isArray(grounds) ? grounds : []) {
    const { rows: judges, spares, holds } = isRecord(ground) ? ground : {};
    if (!Array.isArray(judges) || !Array.isArray(spares) || typeof holds !== 'function')
      throw new TypeError(`${path}: expected rows, spares and holds of each of the grounds, found another value`);
    named.push(...judges, ...spares);
  }
  const stranger = named.find((name) => typeof name !== 'string' || !Object.hasOwn(rows, name));
  if (stranger !== undefined)
    throw new TypeError(`${path}: expected rows of the table in the options, found ${quoted(String(stranger))}`);
}

/** The plain exchange of a client's suite. */
export function checkPlain({ path }: RequirementTable, plain: unknown): void {
  if (typeof plain !== 'function') throw new TypeError(`${path}: expected the plain exchange, a function, found none`);
}

/** Cases: each of a row of the table and with an id of its own, and no row without one, which nothing would ever judge. */
export function checkCases(requirements: readonly Requirement[], caseIds: readonly string[]): void {
  const ids = new Set(requirements.map(({ id }) => id));
  const judged = new Set(caseIds.map((id) => id.split('[', 1)[0] ?? id));
  for (const id of judged)
    if (!ids.has(id)) throw new TypeError(`expected cases of rows of the table, found one of ${quoted(id)}`);
  for (const id of ids) if (!judged.has(id)) throw new TypeError(`${id}: expected a case of each row, found none`);
  const twice = caseIds.find((id, index) => caseIds.indexOf(id) !== index);
  if (twice !== undefined) throw new TypeError(`expected an id of its own for each case, found ${quoted(twice)} twice`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
