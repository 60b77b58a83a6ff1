import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { obeysLaw } from '../../harness/protocols/wire/law.test.helper.ts';
import { plainMessages } from '../../harness/protocols/wire/plain.ts';
import { written } from './octets.test.helper.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.protocol.yaml'));

test('every protocol of the manual is there, and its octets are written down', () => {
  expect(files.map((file) => file.replace('.protocol.yaml', '')).toSorted()).toEqual(Object.keys(written).toSorted());
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const description = parseDescription(text, file);

  test('has the name of its file, and says where it is written', () => {
    expect(`${description.protocol}.protocol.yaml`).toBe(file);
    expect(description.source).toMatch(/RFC \d+|specification|protocol\.txt|OASIS|Guide/);
  });

  test('its plain messages obey the codec law, and are the octets that its source gives', () => {
    // "abcdefgh" and "xyz" are what the octets below were written with.
    const plain = plainMessages(description, { nonce: 'abcdefgh', fill: 'xyz' });
    const sent = plain.map(({ name, message }) => [
      name,
      Buffer.from(obeysLaw(description, name, message)).toString('hex'),
    ]);

    expect(Object.fromEntries(sent)).toEqual(
      Object.fromEntries(
        Object.entries(written[description.protocol] ?? {}).map(([name, octets]) => [name, octets.toString('hex')]),
      ),
    );
  });
});
