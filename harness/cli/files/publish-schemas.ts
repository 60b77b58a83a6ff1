import { writeFileSync } from 'node:fs';
import { Baseline } from '../../contracts/baseline.ts';
import { Profile } from '../../contracts/profile.ts';
import { Run } from '../../contracts/run.ts';
import { ProtocolDescription } from '../../contracts/wire-schema.ts';

/** Part of the build: writes the JSON schemas that the package publishes, beside the compiled code. */
const schemas = {
  'run.schema.json': Run,
  'profile.schema.json': Profile,
  'baseline.schema.json': Baseline,
  'protocol.schema.json': ProtocolDescription,
};

for (const [name, schema] of Object.entries(schemas)) {
  writeFileSync(new URL(`../../../${name}`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
