import { renderDescription } from '../../../reports/description.ts';
import { withCases } from '../../../reports/listing.ts';
import type { KnownProtocol } from '../../../suites/index.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { dissect } from '../../protocols/wire/dissect.ts';
import { encode } from '../../protocols/wire/encode.ts';
import { plainMessages } from '../../protocols/wire/plain.ts';
import { knownProtocol, readDescribed } from '../files/description.ts';
import { plainTable } from '../terminal/plain-table.ts';
import { print } from '../terminal/print.ts';

/** What stands for the placeholders: eight letters, as in a case, and the fewest that a case fills in. */
const FILLING = { nonce: 'abcdefgh', fill: 'wxyz' };

/** A plain message is shown whole, however long it is. */
const whole = { octets: Number.POSITIVE_INFINITY, fields: Number.POSITIVE_INFINITY };

/** Prints what a description describes, and what its plain peers say, octet by octet. Resolves to the exit status. */
export async function describeFile(file: string): Promise<number> {
  const known = knownProtocol(await readDescribed(file));
  const { description } = known;
  const plain = plainMessages(description, FILLING).map(({ by, name, message }) => {
    const octets = encode(description, name, message);
    return { by, message: dissect(description, { by: 'harness', name, octets }, whole) };
  });
  await print(renderDescription(description, plain) + (await lawsText(known)));
  return exitStatus.conformant;
}

/** The suites that the laws make of it: how many cases each law has, and why it has none where it does not apply. */
async function lawsText(known: KnownProtocol): Promise<string> {
  const { suitesOf } = await import('../../../suites/index.ts');
  const described = suitesOf(known);
  const texts = described.map(async ({ path, requirements, load }) => {
    const ids = (await load()).caseIds();
    const rows = withCases(requirements, ids).map(({ id, level, cases }) => [
      id.slice(path.length + 1),
      level,
      String(cases.length),
    ]);
    return `\n${path}: ${requirements.length} laws, ${ids.length} cases\n${plainTable([['law', 'level', 'cases'], ...rows])}`;
  });
  return (await Promise.all(texts)).join('');
}
