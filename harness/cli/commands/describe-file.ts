import { renderDescription } from '../../../reports/description.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { read } from '../../protocols/wire/decode.ts';
import { encode } from '../../protocols/wire/encode.ts';
import { plainMessages } from '../../protocols/wire/plain.ts';
import { reportFailure } from '../failure.ts';
import { readDescription } from '../files/description.ts';
import { print } from '../terminal/print.ts';

/** What stands for the placeholders: eight letters, as in a case, and the fewest that a case fills in. */
const FILLING = { nonce: 'abcdefgh', fill: 'wxyz' };

/** Prints what a description describes, and what its plain peers say, octet by octet. Resolves to the exit status. */
export async function describeFile(file: string): Promise<number> {
  const description = await readDescription(file);
  const plain = plainMessages(description, FILLING).map(({ by, name, message }) => {
    const octets = encode(description, name, message);
    return { by, name, octets, spans: read(description, name, octets, true).spans };
  });
  await print(renderDescription(description, plain));
  return exitStatus.conformant;
}

/** The same for a command line that nothing else has parsed: errors become exit statuses here. */
export async function describeLean(file: string): Promise<number> {
  try {
    return await describeFile(file);
  } catch (error) {
    return reportFailure(error);
  }
}
