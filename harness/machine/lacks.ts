import { listInterfaces } from '../addresses/interfaces.ts';
import type { Finding } from '../contracts/machine.ts';
import { captureToolFinding } from './capture.ts';
import { kernelFindings } from './kernel.ts';
import { loopbackFinding } from './loopback.ts';

/**
 * What this machine lacks for the suites meant (`upload/server`), a line each, for a person before a run begins. Sends
 * nothing, starts nothing, and looks at files and bound sockets alone.
 */
export async function lacksFor(suitePaths: readonly string[]): Promise<readonly string[]> {
  // Names are left out: they concern a MAY alone, and loading the resolver costs more than all the rest.
  const looked = [loopbackFinding(listInterfaces()), kernelFindings(), captureToolFinding()];
  return lackLines((await Promise.all(looked)).flat(), suitePaths);
}

/** The lacks among the findings that concern the suites, a line each, naming no row of another suite. */
export function lackLines(findings: readonly Finding[], suitePaths: readonly string[]): readonly string[] {
  return findings.flatMap(({ state, about, says, mend, effect }) => {
    const rows = effect?.rows.filter((row) => suitePaths.some((path) => concerns(row, path))) ?? [];
    if (state !== 'lacking' || effect === undefined || rows.length === 0) return [];
    const become = effect.become === 'inconclusive' ? 'stay inconclusive' : 'are judged from less';
    return [`${about}: ${says}; ${rows.join(', ')} ${become}; ${mend}`];
  });
}

/** Whether a row, which may be a glob such as `multicast/**`, can mean a requirement of the suite. */
function concerns(row: string, suitePath: string): boolean {
  const [rowProtocol = '', rowRole = '**'] = row.split('/');
  const [protocol = '', role = ''] = suitePath.split('/');
  return means(rowProtocol, protocol) && (rowProtocol === '**' || means(rowRole, role));
}

function means(pattern: string, word: string): boolean {
  return pattern === '*' || pattern === '**' || pattern === word;
}
