import { writeFileSync } from 'node:fs';
import { Profile } from '../contracts/profile.ts';
import { Run } from '../contracts/run.ts';

/** Part of the build: writes the JSON schemas that the package publishes, beside the compiled code. */
for (const [name, schema] of Object.entries({ 'run.schema.json': Run, 'profile.schema.json': Profile })) {
  writeFileSync(new URL(`../../${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
