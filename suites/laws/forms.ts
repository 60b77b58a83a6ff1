import type { Description } from '../../harness/contracts/wire.ts';
import type { SampleCuts, Spelled } from './characters.ts';
import { withSample } from './least.ts';
import { cutsOf } from './places.ts';

/** A message of more octets is cut at the borders of its fields and at some places between: each has a connection of its own. */
const EACH_OCTET = 16;
const SAMPLED = 4;

/** For each message, as `spelled` has it by its first samples, the first sample of each further form of its switch. */
export function formSamples(
  description: Description,
  spelled: (description: Description) => readonly Spelled[],
): readonly SampleCuts[] {
  return spelled(description).flatMap(({ name }) => {
    const samples = description.plain.get(name) ?? [];
    return samples.flatMap((sample, index) => {
      const isKnown = samples.findIndex((one) => one.case === sample.case) < index;
      if (index === 0 || isKnown) return [];
      const other = withSample(description, name, sample);
      const cuts = spelled(other)
        .filter((one) => one.name === name)
        .flatMap(({ octets, spans }) => cutsOf(octets, spans, { each: EACH_OCTET, sampled: SAMPLED }));
      const label = `${name} ${index + 1} of another form`;
      return cuts.length === 0 ? [] : [{ label, message: name, description: other, cuts }];
    });
  });
}
