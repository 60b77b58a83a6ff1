import { UsageError } from '../../contracts/errors.ts';
import type { Declared } from '../../frames/declared.ts';
import { declare, parseGroup, parseNet } from '../../frames/declaring.ts';

/**
 * The groups and prefixes that frames are judged by, as flags or a profile name them; `where` stands before what is said
 * of a wrong one. Throws a UsageError.
 */
export function declaredValues(groups: readonly string[], nets: readonly string[], where = ''): Declared {
  for (const text of groups) {
    refuse(parseGroup(text), `${where}--group: expected a multicast address, or ADDRESS=TTL`, text);
  }
  for (const text of nets) {
    refuse(parseNet(text), `${where}--net: expected a prefix with a broadcast address, as 192.168.1.0/24`, text);
  }
  return declare(groups, nets);
}

function refuse(value: unknown, expected: string, text: string): void {
  if (value === undefined) throw new UsageError(`${expected}, found ${JSON.stringify(text)}`);
}
