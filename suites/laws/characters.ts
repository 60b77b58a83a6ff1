import type { Description, Span } from '../../harness/contracts/wire.ts';
import { withSample } from './least.ts';
import type { CutPlace } from './places.ts';

/** A further sample of a message, and where it is cut: where no cut of the first sample tells. */
export interface SampleCuts extends CutPlace {
  /** The same protocol, with that sample as the first. */
  readonly description: Description;
}

/** The octets of a message, and its fields. */
export interface Spelled {
  readonly name: string;
  readonly octets: Uint8Array;
  readonly spans: readonly Span[];
}

/** Places that are tried: each has a connection of its own, and a client is started anew. */
const MOST_CUTS = 8;

/** For each message, as `spelled` has it by its first samples, the first further sample that can be cut within a character where the first cannot. */
export function characterSamples(
  description: Description,
  spelled: (description: Description) => readonly Spelled[],
): readonly SampleCuts[] {
  return spelled(description)
    .filter((first) => withinCharacters(first).length === 0)
    .flatMap(({ name }) => {
      const others = (description.plain.get(name) ?? []).slice(1).map((sample, index) => {
        const other = withSample(description, name, sample);
        const cuts = spelled(other)
          .filter((one) => one.name === name)
          .flatMap(withinCharacters);
        return { label: `${name} ${index + 2} within characters`, message: name, description: other, cuts };
      });
      return others.filter(({ cuts }) => cuts.length > 0).slice(0, 1);
    });
}

/** Where a text is cut within a character: before an octet that goes on with one (RFC 3629 §3). */
function withinCharacters({ octets, spans }: Spelled): readonly number[] {
  const texts = spans.filter(({ field }) => field?.form.kind === 'text' || field?.form.kind === 'lines');
  const cuts = texts.flatMap(({ from, to }) =>
    Array.from({ length: to - from }, (_, index) => from + index).filter((at) => ((octets[at] ?? 0) & 0xc0) === 0x80),
  );
  return cuts.slice(0, MOST_CUTS);
}
