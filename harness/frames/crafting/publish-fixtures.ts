import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Caption, capturesFolder, readCaptions } from '../captions.ts';
import { craftedFixtures } from './fixtures.ts';

/** `npm run fixtures`: makes the crafted captures again, and their captions; recorded ones are left alone. */
const MADE = 'crafted octet by octet: npm run fixtures';

mkdirSync(capturesFolder, { recursive: true });
const crafted = craftedFixtures();
for (const { file, octets } of crafted) writeFileSync(join(capturesFolder, file), octets);
const recorded = existsSync(join(capturesFolder, 'captions.json'))
  ? readCaptions().filter(({ made }) => made !== MADE)
  : [];
const captions: readonly Caption[] = [
  ...recorded,
  ...crafted.map(({ octets: _, file, shows, ...rest }) => ({ file, shows, made: MADE, ...rest })),
];
writeFileSync(join(capturesFolder, 'captions.json'), `${JSON.stringify(captions, null, 2)}\n`);
