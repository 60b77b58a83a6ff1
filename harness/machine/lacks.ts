import { listInterfaces } from '../addresses/interfaces.ts';
import type { Remark } from '../contracts/machine.ts';
import { captureToolRemark } from './capture.ts';
import { kernelRemarks } from './kernel.ts';
import { loopbackRemark } from './loopback.ts';

/**
 * What this machine lacks for the suites meant (`upload/server`), a line each, for a person before a run begins. Sends
 * nothing, starts nothing, and looks at files and bound sockets alone.
 */
export async function lacksFor(suitePaths: readonly string[]): Promise<readonly string[]> {
  // Names are left out: they concern a MAY alone, and loading the resolver costs more than all the rest.
  const looked = [loopbackRemark(listInterfaces()), kernelRemarks(), captureToolRemark()];
  return lackLines((await Promise.all(looked)).flat(), suitePaths);
}

/** The lacks among the remarks that concern the suites, a line each, naming no row of another suite. */
export function lackLines(remarks: readonly Remark[], suitePaths: readonly string[]): readonly string[] {
  return remarks.flatMap(({ state, about, says, mend, effect }) => {
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
