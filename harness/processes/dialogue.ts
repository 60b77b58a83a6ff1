import { randomUUID } from 'node:crypto';
import { threadChannel } from './thread-channel.ts';

/**
 * What came of a question: what a person answered (`again`: the case is to be judged once more; `back`: the answer before
 * this question is taken back; `skip`: the case is to be left out; `stop`: the run is to end), that nobody could be asked,
 * or that the question was withdrawn.
 */
export type Answer = 'yes' | 'no' | 'unsure' | 'again' | 'back' | 'skip' | 'stop' | 'nobody' | 'withdrawn';

/** What a person is told or asked; the main thread has the terminal, the workers have the cases. */
export interface Utterance {
  readonly kind: 'say' | 'ask' | 'wait';
  readonly id: string;
  readonly text: string;
}

/** The person, as the main thread reaches one. Nothing is said or asked twice at a time. */
export interface Person {
  /** Shows one line. */
  readonly say: (text: string) => void;
  /** Asks a question; an aborted signal withdraws it. */
  readonly ask: (text: string, signal: AbortSignal) => Promise<Answer>;
  /** Listens for what the person wants while one is waited for; an aborted signal ends that. Called beside dialogues. */
  readonly wait: (signal: AbortSignal) => Promise<Answer>;
}

/** Worker threads ask here, and the main thread answers there. */
const CHANNEL = 'dialogue';
const ANSWERS = 'dialogue answers';

/** Tells the person one line; resolves when it is on the terminal, after the dialogues that came before it. */
export async function say(text: string): Promise<void> {
  await utter({ kind: 'say', id: randomUUID(), text });
}

/** Asks the person one question; an aborted signal withdraws it. The wait has no limit of its own. */
export function ask(text: string, signal?: AbortSignal): Promise<Answer> {
  return utter({ kind: 'ask', id: randomUUID(), text }, signal);
}

/**
 * Listens while a person is waited for who does something else than to answer: resolves to what they want instead, or to
 * `withdrawn` when the signal is aborted. Questions are asked meanwhile as ever.
 */
export function wait(signal: AbortSignal): Promise<Answer> {
  return utter({ kind: 'wait', id: randomUUID(), text: '' }, signal);
}

/** Passes on to a person what the workers say and ask, one dialogue after another, until it is closed. */
export function watchDialogue(person: Person): { readonly close: () => void } {
  const channel = threadChannel(CHANNEL);
  const answers = threadChannel(ANSWERS);
  const open = new Map<string, AbortController>();
  let last = Promise.resolve();
  let closed = false;

  const tell = (id: string, answer: Answer): void => {
    open.delete(id);
    if (!closed) answers.postMessage({ id, answer });
  };
  const hold = async ({ kind, id, text }: Utterance, withdrawal: AbortController): Promise<void> => {
    if (closed) return;
    if (kind === 'say') person.say(text);
    const isOver = kind === 'say' || withdrawal.signal.aborted;
    tell(id, isOver ? 'withdrawn' : await person.ask(text, withdrawal.signal));
  };
  const listen = async ({ id }: Utterance, withdrawal: AbortController): Promise<void> => {
    tell(id, await person.wait(withdrawal.signal));
  };
  channel.unref();
  answers.unref();
  channel.onmessage = (message: unknown) => {
    const data = dataOf(message);
    if (isUtterance(data)) {
      const withdrawal = new AbortController();
      open.set(data.id, withdrawal);
      if (data.kind === 'wait') void listen(data, withdrawal);
      else last = last.then(() => hold(data, withdrawal));
    } else if (typeof data === 'string') open.get(data)?.abort();
  };
  return {
    close: () => {
      closed = true;
      for (const withdrawal of open.values()) withdrawal.abort();
      channel.close();
      answers.close();
      open.clear();
    },
  };
}

/** A question is withdrawn by its id alone. */
function utter(utterance: Utterance, signal?: AbortSignal): Promise<Answer> {
  const channel = threadChannel(CHANNEL);
  const answers = threadChannel(ANSWERS);
  let withdraw = (): void => undefined;
  return new Promise<Answer>((resolve) => {
    answers.onmessage = (message: unknown) => {
      const answer = answerTo(utterance.id, dataOf(message));
      if (answer !== undefined) resolve(answer);
    };
    withdraw = () => {
      channel.postMessage(utterance.id);
      resolve('withdrawn');
    };
    channel.postMessage(utterance);
    if (signal?.aborted === true) withdraw();
    signal?.addEventListener('abort', withdraw, { once: true });
  }).finally(() => {
    signal?.removeEventListener('abort', withdraw);
    channel.close();
    answers.close();
  });
}

function dataOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'data' in message ? message.data : undefined;
}

function isUtterance(data: unknown): data is Utterance {
  if (typeof data !== 'object' || data === null) return false;
  if (!('kind' in data && 'id' in data && 'text' in data)) return false;
  const isKnown = data.kind === 'say' || data.kind === 'ask' || data.kind === 'wait';
  return isKnown && typeof data.id === 'string' && typeof data.text === 'string';
}

const possible: readonly Answer[] = ['yes', 'no', 'unsure', 'again', 'back', 'skip', 'stop', 'nobody', 'withdrawn'];

function answerTo(id: string, data: unknown): Answer | undefined {
  if (typeof data !== 'object' || data === null || !('id' in data) || !('answer' in data)) return undefined;
  return data.id === id ? possible.find((answer) => answer === data.answer) : undefined;
}
