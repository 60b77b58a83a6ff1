/**
 * Regular expressions that take linear time, whatever the expression and the text: descriptions and peers are foreign, and
 * the runtime's own engine can be made to backtrack for ever. All states are followed at the same time (Thompson, 1968).
 *
 * The dialect: characters, `.`, classes, `\d \w \s` and their opposites, `^`, `$`, groups, `|`, `?`, `*`, `+`, `{m,n}`. No
 * references back, no looking around.
 */
export interface Pattern {
  /** Whether the expression matches somewhere in the text. */
  readonly isFoundIn: (text: string) => boolean;
}

/** Where an expression is wrong, by the index of a character in it. */
export interface PatternProblem {
  readonly at: number;
  readonly expected: string;
}

/** The most states of one expression: `{1000}` of a character has a thousand. */
const STATES = 2000;

/** Groups within groups. */
const DEPTH = 50;

type Accepts = (character: number) => boolean;

/** `next` of a state is the index of what follows; a fork goes on at several. */
type State =
  | { readonly kind: 'character'; readonly accepts: Accepts; next: number }
  | { readonly kind: 'fork'; next: number[] }
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'found' };

/** A part of the expression: how its states are made, given where it goes on. Returns the index of its first state. */
type Part = (build: State[], next: number) => number;

/** Compiles an expression, or tells what is wrong with it. */
export function compilePattern(source: string): Pattern | PatternProblem {
  try {
    const part = parse(source);
    const states: State[] = [{ kind: 'found' }];
    const first = part(states, 0);
    return { isFoundIn: (text) => isFound(states, first, text) };
  } catch (error) {
    if (error instanceof Misfit) return { at: error.at, expected: error.message };
    throw error;
  }
}

/** Whether compiling came to a pattern. */
export function isPattern(compiled: Pattern | PatternProblem): compiled is Pattern {
  return 'isFoundIn' in compiled;
}

class Misfit extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
  }
}

function isFound(states: readonly State[], first: number, text: string): boolean {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let current = new Set<number>();
  for (let at = 0; at <= characters.length; at += 1) {
    const reached = new Set<number>();
    for (const state of [...current, first]) reach(states, state, at === 0, at === characters.length, reached);
    if (reached.has(0)) return true;
    current = new Set();
    for (const index of reached) {
      const state = states[index];
      if (state?.kind === 'character' && state.accepts(characters[at] ?? -1)) current.add(state.next);
    }
  }
  return false;
}

/** Adds every state that is reached from one without a character. */
function reach(states: readonly State[], from: number, isStart: boolean, isEnd: boolean, reached: Set<number>): void {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    const state = states[index];
    if (state?.kind === 'fork') open.push(...state.next);
    if (state?.kind === 'start' && isStart) open.push(state.next);
    if (state?.kind === 'end' && isEnd) open.push(state.next);
  }
}

function parse(source: string): Part {
  let at = 0;
  const peek = (): string => source[at] ?? '';

  const alternatives = (depth: number): Part => {
    if (depth > DEPTH) throw new Misfit(at, `at most ${DEPTH} groups within each other`);
    const parts = [sequence(depth)];
    while (peek() === '|') {
      at += 1;
      parts.push(sequence(depth));
    }
    return parts.length === 1
      ? (parts[0] ?? nothing)
      : (build, next) =>
          fork(
            build,
            parts.map((part) => part(build, next)),
          );
  };

  const sequence = (depth: number): Part => {
    const parts: Part[] = [];
    while (at < source.length && peek() !== '|' && peek() !== ')') parts.push(repeated(depth));
    return (build, next) => parts.reduceRight((follows, part) => part(build, follows), next);
  };

  const repeated = (depth: number): Part => {
    const part = atom(depth);
    const [, sign, least, comma, most] =
      /^(?:([?*+])|\{(\d{1,4})(,(\d{0,4}))?\})\??/.exec(source.slice(at, at + 14)) ?? [];
    if (sign === undefined && least === undefined) return part;
    at += source.slice(at).indexOf(sign ?? '}') + 1;
    if (peek() === '?') at += 1;
    if (/^[?*+{]/.test(peek())) throw new Misfit(at, 'something that can be repeated');
    if (sign !== undefined) return repeat(part, sign === '+' ? 1 : 0, sign === '?' ? 1 : undefined);
    const fewest = Number(least);
    const atMost = comma === undefined ? fewest : most === '' ? undefined : Number(most);
    if (atMost !== undefined && atMost < fewest)
      throw new Misfit(at, `a range that goes up, found {${fewest},${atMost}}`);
    return repeat(part, fewest, atMost);
  };

  const atom = (depth: number): Part => {
    const start = at;
    const character = takeCharacter();
    if (character === '(') {
      const [kind = ''] = /^\?[:=!<]?/.exec(source.slice(at)) ?? [];
      if (kind !== '' && kind !== '?:') throw new Misfit(start, 'no looking around and no named groups');
      at += kind.length;
      const inner = alternatives(depth + 1);
      if (peek() !== ')') throw new Misfit(start, "a ')' for this '('");
      at += 1;
      return inner;
    }
    if (character === '^') return (build, next) => push(build, { kind: 'start', next });
    if (character === '$') return (build, next) => push(build, { kind: 'end', next });
    if (character === '.') return one((code) => code !== 0x0a && code !== 0x0d);
    if (character === '[') return one(characterClass(start));
    if (character === '\\') return one(escaped(start));
    if (/^[?*+]$/.test(character)) throw new Misfit(start, 'something that can be repeated');
    return one(same(character));
  };

  const takeCharacter = (): string => {
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
    at += character.length;
    return character;
  };

  const escaped = (start: number): Accepts => {
    if (at >= source.length) throw new Misfit(start, 'a character behind the backslash');
    const character = takeCharacter();
    const known = classes[character.toLowerCase()];
    if (known !== undefined) return character === character.toLowerCase() ? known : (code) => code >= 0 && !known(code);
    const control = controls[character];
    if (control !== undefined) return (code) => code === control;
    const [hex] = character === 'x' ? (/^[0-9a-f]{2}/i.exec(source.slice(at)) ?? []) : [];
    if (hex !== undefined) {
      at += 2;
      return (code) => code === Number.parseInt(hex, 16);
    }
    if (/[\p{L}\p{N}]/u.test(character)) throw new Misfit(start, `another escape than \\${character}`);
    return same(character);
  };

  const characterClass = (start: number): Accepts => {
    const isNegated = peek() === '^';
    if (isNegated) at += 1;
    const members: Accepts[] = [];
    do {
      if (at >= source.length) throw new Misfit(start, "a ']' for this '['");
      members.push(member());
    } while (peek() !== ']');
    at += 1;
    return (code) => code >= 0 && members.some((accepts) => accepts(code)) !== isNegated;
  };

  const member = (): Accepts => {
    const start = at;
    const from = takeCharacter();
    if (from === '\\') return escaped(start);
    if (peek() !== '-' || source[at + 1] === ']' || source[at + 1] === undefined) return same(from);
    at += 1;
    const to = takeCharacter();
    const [low, high] = [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0];
    if (to === '\\' || high < low) throw new Misfit(start, `a range that goes up, found ${from}-${to}`);
    return (code) => code >= low && code <= high;
  };

  const whole = alternatives(0);
  if (at < source.length) throw new Misfit(at, "a '(' before this ')'");
  return whole;
}

const classes: Readonly<Record<string, Accepts>> = {
  d: (code) => code >= 0x30 && code <= 0x39,
  w: (code) => code >= 0 && /\w/.test(String.fromCodePoint(code)),
  s: (code) => code >= 0 && /\s/.test(String.fromCodePoint(code)),
};

const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c, v: 0x0b, 0: 0 };

const nothing: Part = (_, next) => next;

function same(character: string): Accepts {
  const wanted = character.codePointAt(0);
  return (code) => code === wanted;
}

function one(accepts: Accepts): Part {
  return (build, next) => push(build, { kind: 'character', accepts, next });
}

function repeat(part: Part, least: number, most: number | undefined): Part {
  return (build, next) => {
    let follows = next;
    if (most === undefined) {
      const loop: { kind: 'fork'; next: number[] } = { kind: 'fork', next: [next] };
      follows = push(build, loop);
      loop.next.push(part(build, follows));
    }
    for (let count = least; count < (most ?? 0); count += 1) {
      follows = fork(build, [part(build, follows), next]);
    }
    // A state a round, so that rounds of nothing, within each other, come to an end as well.
    for (let count = 0; count < least; count += 1) follows = fork(build, [part(build, follows)]);
    return follows;
  };
}

function fork(build: State[], next: number[]): number {
  return push(build, { kind: 'fork', next });
}

function push(build: State[], state: State): number {
  if (build.length >= STATES) throw new Misfit(0, `an expression of at most ${STATES} states`);
  return build.push(state) - 1;
}
