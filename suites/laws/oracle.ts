import type { Description, Expected } from '../../harness/contracts/wire.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { Unsendable } from '../../harness/protocols/wire/encode.ts';
import type { Filling } from '../../harness/protocols/wire/fill.ts';
import { compilePattern, isPattern } from '../../harness/protocols/wire/pattern.ts';
import { comparable, differing, type Heard, type Mask, talkOver } from './heard.ts';
import { FILL } from './letters.ts';
import { type Act, type Script, scriptOf } from './script.ts';

/** A case of a described server. */
export type Context = CaseContext<undefined>;

/** Octets of `{nonce}`: letters that nobody can guess. */
export const NONCE_OCTETS = 8;

/**
 * Tells what is right of one target: nobody writes down what it must reply (suites/catalogue/README.md). The same exchange
 * unharmed, its twin, says it.
 */
export interface Oracle {
  readonly description: Description;
  /** A plain dialogue with letters that are fresh. */
  readonly script: (context: Context) => Script;
  /** The same as another client has it: by another sample where there are more, and of another length where that can be chosen. */
  readonly otherScript: (context: Context, client: number) => Script;
  /** Does what a script says on a connection of its own, or on one that is there, and hangs up. */
  readonly held: (context: Context, acts: readonly Act[], peer?: Peer) => Promise<readonly Heard[]>;
  /** What differs between three twins with the same octets. Looked at once a target. */
  readonly mask: (context: Context) => Promise<Mask>;
  /** The same between twins with other letters, too: what is left tells a message that was taken from one that was not. */
  readonly takenMask: (context: Context) => Promise<Mask>;
  /** What was heard, a text a message. */
  readonly told: (heard: readonly Heard[], mask: Mask) => readonly string[];
  /** Whether a reply is a refusal as the description has it. */
  readonly isRefusal: (heard: Heard) => boolean;
  /** The same with other plain messages, or another dialogue of these messages. */
  readonly ofOther: (description: Description) => Oracle;
}

/** The oracle of one target; `held` says how its clients reach it: over a stream without. */
export function oracleOf(description: Description, held: Oracle['held'] = overStream(description)): Oracle {
  let mask: Promise<Mask> | undefined;
  let takenMask: Promise<Mask> | undefined;
  const { script, otherScript } = scriptsOf(description);
  const maskOnce = async (context: Context): Promise<Mask> => {
    const { acts } = script(context);
    const twins = [await held(context, acts), await held(context, acts), await held(context, acts)];
    return differing(description, twins);
  };
  const takenOnce = async (context: Context): Promise<Mask> => {
    const known = await oracle.mask(context);
    const other = { ...freshFilling(context), fill: FILL.repeat(2) };
    const twins = [await held(context, script(context).acts), await held(context, longer(description, other).acts)];
    return new Set([...known, ...differing(description, twins)]);
  };
  const oracle: Oracle = {
    description,
    script,
    otherScript,
    held,
    mask: (context) => {
      // A case that is broken off leaves the next to look.
      mask ??= maskOnce(context).catch((error: unknown) => {
        mask = undefined;
        throw error;
      });
      return mask;
    },
    takenMask: (context) => {
      takenMask ??= takenOnce(context).catch((error: unknown) => {
        takenMask = undefined;
        throw error;
      });
      return takenMask;
    },
    told: (heard, masked) => heard.map((one) => toldOne(description, one, masked)),
    isRefusal: ({ name, message }) => {
      const refusal = description.refusals.get(name);
      if (refusal === undefined || message === undefined) return false;
      if (refusal.case !== undefined && refusal.case !== message.case) return false;
      return [...refusal.fields].every(([field, expected]) => isAsExpected(message.values.get(field), expected));
    },
    ofOther: (other) => ({ ...oracle, description: other, ...scriptsOf(other) }),
  };
  return oracle;
}

function scriptsOf(description: Description): Pick<Oracle, 'script' | 'otherScript'> {
  const samples = Math.max(1, ...[...description.plain.values()].map(({ length }) => length));
  return {
    script: (context) => scriptOf(description, freshFilling(context)),
    otherScript: (context, client) => {
      const filling = { ...freshFilling(context), fill: FILL + 'z'.repeat(client) };
      return longer(description, filling, () => client % samples);
    },
  };
}

/** A connection for each script, or one that is there. */
function overStream(description: Description): Oracle['held'] {
  return async (context, acts, peer = context.connect()) => {
    const heard = await talkOver(description, peer, context)(freshened(context, acts));
    // A server of one client at a time is free for the next.
    await peer.leave();
    return heard;
  };
}

/** The script with more letters; with as many as ever where those would break a limit. */
export function longer(description: Description, filling: Filling, sampleOf?: (name: string) => number): Script {
  try {
    return scriptOf(description, filling, sampleOf);
  } catch (error) {
    if (error instanceof Unsendable) return scriptOf(description, { ...filling, fill: FILL }, sampleOf);
    throw error;
  }
}

/**
 * The acts of a one-way protocol with letters that no other exchange has, as many as before: what is shown is known by them.
 * Others have their letters in what is told of them, and stay as they are.
 */
export function freshened(context: Context, acts: readonly Act[]): readonly Act[] {
  const fresh = new Map<string, string>();
  for (const act of acts)
    if (act.does === 'see') fresh.set(act.sought.filling.nonce, lettersFor(context, NONCE_OCTETS));
  if (fresh.size === 0) return acts;
  return acts.map((act) => {
    if (act.does === 'say') return { does: 'say', segments: withLetters(act.segments, fresh) };
    if (act.does !== 'see') return act;
    const { filling } = act.sought;
    const nonce = fresh.get(filling.nonce) ?? filling.nonce;
    return { ...act, sought: { ...act.sought, filling: { ...filling, nonce } } };
  });
}

/** The segments with other letters, cut at the same places. */
function withLetters(segments: readonly Uint8Array[], fresh: ReadonlyMap<string, string>): readonly Uint8Array[] {
  let text = Buffer.concat(segments).toString('latin1');
  for (const [old, nonce] of fresh) text = text.replaceAll(old, nonce);
  const octets = Buffer.from(text, 'latin1');
  let from = 0;
  return segments.map(({ length }) => {
    from += length;
    return octets.subarray(from - length, from);
  });
}

/** What stands for the placeholders of one exchange: letters that no other has. */
export function freshFilling(context: Context): Filling {
  return { nonce: lettersFor(context, NONCE_OCTETS), fill: FILL };
}

function toldOne(description: Description, { name, message, problem }: Heard, mask: Mask): string {
  if (message === undefined) return problem === undefined ? name : `${name}: ${problem}`;
  const values = [...comparable(description, name, message)].filter(([path]) => !mask.has(`${name} ${path}`));
  return `${name}(${values.map(([path, text]) => `${path}: ${text}`).join(', ')})`;
}

function isAsExpected(value: unknown, expected: Expected): boolean {
  if ('value' in expected) return String(value) === String(expected.value);
  const pattern = compilePattern(expected.pattern);
  const text = Array.isArray(value)
    ? value.join('\n')
    : value instanceof Uint8Array
      ? Buffer.from(value).toString('utf8')
      : String(value);
  return isPattern(pattern) && pattern.isFoundIn(text);
}
