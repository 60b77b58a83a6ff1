import type { Dialogue, Peer, Step } from '../../contracts/wire.ts';
import { allFields, type SaidMessage } from './messages.ts';
import { type Complain, foundText, type Node, shortened } from './tree.ts';

/** A step, and where it stands. */
interface SaidStep {
  readonly at: number;
  readonly step: Step;
}

/** The most steps of a dialogue. */
const MOST_STEPS = 256;

/** Reads who says what, and checks that it can be said in this order. */
export function readDialogue(
  node: Node,
  over: 'tcp' | 'udp',
  messages: readonly SaidMessage[],
  complain: Complain,
): Dialogue {
  if (node.kind !== 'list' || node.items.length === 0 || node.items.length > MOST_STEPS) {
    const found = node.kind === 'list' ? `${node.items.length} of them` : foundText(node);
    return complain(node.at, `expected a list of 1 to ${MOST_STEPS} steps such as 'client request', found ${found}`);
  }
  const said: SaidStep[] = [];
  let repeatAt: number | undefined;
  for (const item of node.items) {
    const { at } = item;
    const text = item.kind === 'scalar' ? item.text.trim() : '';
    if (text === 'repeat') {
      if (repeatAt !== undefined) complain(at, 'expected repeat once, found it again');
      if (!said.some(({ step }) => step.by === 'client'))
        complain(at, 'expected a step of the client before repeat, found none');
      repeatAt = at;
      continue;
    }
    const step = stepOf(item, messages, complain);
    if (repeatAt !== undefined && step.does !== 'closes')
      complain(at, `expected only closes behind repeat, found ${shortened(text)}`);
    if (over === 'udp' && step.does === 'closes')
      complain(at, `expected no end of a connection over udp, found ${shortened(text)}`);
    if (said.some((before) => before.step.does === 'closes' && before.step.by === step.by)) {
      complain(at, `expected nothing of the ${step.by} after it has closed, found ${shortened(text)}`);
    }
    said.push({ at, step });
  }
  checkStart(said, over, node.at, complain);
  if (over === 'tcp') checkRest(said, repeatAt, messages, complain);
  checkEchoes(said, messages, complain);
  return { steps: said.map(({ step }) => step), isRepeated: repeatAt !== undefined };
}

function stepOf(node: Node, messages: readonly SaidMessage[], complain: Complain): Step {
  const [, by, what] = (node.kind === 'scalar' ? /^\s*(client|server)\s+(\S+)\s*$/.exec(node.text) : undefined) ?? [];
  if (!isPeer(by) || what === undefined) {
    return complain(
      node.at,
      `expected 'client MESSAGE', 'server MESSAGE', 'client closes', 'server closes' or 'repeat', found ${foundText(node)}`,
    );
  }
  if (what === 'closes') return { by, does: 'closes' };
  if (messages.some(({ name }) => name === what)) return { by, does: 'sends', message: what };
  return complain(
    node.at,
    `expected one of the messages ${messages.map(({ name }) => name).join(', ')}, found ${shortened(what)}`,
  );
}

function isPeer(word: string | undefined): word is Peer {
  return word === 'client' || word === 'server';
}

function checkStart(said: readonly SaidStep[], over: 'tcp' | 'udp', at: number, complain: Complain): void {
  const first = said.find(({ step }) => step.does === 'sends');
  if (first === undefined) complain(at, 'expected a step that sends a message, found none');
  if (over === 'udp' && first.step.by === 'server') {
    complain(
      first.at,
      'expected the client to send first over udp: a server knows no address before, found the server',
    );
  }
}

/** Over a stream, what goes on up to its end is the last that a peer says. */
function checkRest(
  said: readonly SaidStep[],
  repeatAt: number | undefined,
  messages: readonly SaidMessage[],
  complain: Complain,
): void {
  for (const [index, { at, step }] of said.entries()) {
    const message = step.does === 'sends' ? messages.find(({ name }) => name === step.message) : undefined;
    const rest = message === undefined ? undefined : allFields(message).find(({ form }) => form.kind === 'rest');
    if (rest === undefined) continue;
    if (repeatAt !== undefined)
      complain(repeatAt, `expected no repeat: ${rest.name} goes on up to the end of the stream`);
    const next = said.slice(index + 1).find((one) => one.step.by === step.by && one.step.does === 'sends');
    if (next !== undefined)
      complain(next.at, `expected nothing more of the ${step.by}: ${rest.name} goes on up to the end of the stream`);
    if (said[index + 1]?.step.does !== 'closes') {
      complain(at, `expected '${step.by} closes' behind this step: ${rest.name} goes on up to the end of the stream`);
    }
  }
}

function checkEchoes(said: readonly SaidStep[], messages: readonly SaidMessage[], complain: Complain): void {
  const messageOf = ({ step }: SaidStep): SaidMessage | undefined =>
    messages.find(({ name }) => step.does === 'sends' && step.message === name);
  for (const [index, one] of said.entries()) {
    const echoes = (messageOf(one)?.fields ?? []).filter(({ field }) => field.isEcho);
    const asked = said
      .slice(0, index)
      .findLast((before) => before.step.by !== one.step.by && before.step.does === 'sends');
    const known = asked === undefined ? [] : (messageOf(asked)?.fields ?? []);
    for (const { field, echoAt } of echoes) {
      const same = known.find((other) => other.field.name === field.name);
      if (same === undefined)
        complain(echoAt, `expected a field ${field.name} in the message that this one answers, found none`);
      else if (same.field.form.kind !== field.form.kind || same.field.measures !== undefined) {
        complain(
          echoAt,
          `expected ${field.name} to have the same form in the message that this one answers, found another`,
        );
      }
    }
  }
}
