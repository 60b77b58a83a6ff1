import { writeFileSync } from 'node:fs';
import { drawn, pictureFile, pictureLines } from './picture.ts';

/** `npm run picture`: the picture of the README, from a real run. */
writeFileSync(pictureFile, drawn(pictureLines()));
