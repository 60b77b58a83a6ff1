import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capturesFolder } from '../captions.ts';
import { craftedFixtures } from './fixtures.ts';
import { writeCaptions } from './write-captions.ts';

/** `npm run fixtures`: makes the crafted captures again, and their captions; recorded ones are left alone. */
const MADE = 'crafted octet by octet: npm run fixtures';

mkdirSync(capturesFolder, { recursive: true });
const crafted = craftedFixtures();
for (const { file, octets } of crafted) writeFileSync(join(capturesFolder, file), octets);
writeCaptions(
  crafted.map(({ octets: _, file, shows, ...rest }) => ({ file, shows, made: MADE, ...rest })),
  ({ made }) => made === MADE,
);
