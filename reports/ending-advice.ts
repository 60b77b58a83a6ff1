import { type Ending, mayEnd } from './endings.ts';

/** What a failure usually means, and its usual mend. */
export interface Advice {
  readonly failure: string;
  readonly mend: string;
}

/** The advice for a program that ended by itself: how it ended says more than what it was asked for, which stands behind. */
export function endingAdvice(ending: Ending, requirement: string, own: Advice): Advice {
  const told = bySignal[ending.how] ?? byStatus(ending, requirement);
  return {
    failure: `The program ended by itself. ${told.failure} Otherwise: ${own.failure}`,
    mend: `${told.mend} Otherwise: ${own.mend}`,
  };
}

const memory: Advice = {
  failure:
    'It used memory that it must not: behind the end of a buffer, at an index that recv gave as -1, by a pointer that is NULL.',
  mend: 'Check what recv returns before it is a length or an index. A build with -fsanitize=address names the line.',
};

/** What signals usually mean that end a program. */
const bySignal: Readonly<Record<string, Advice>> = {
  'signal SIGSEGV': memory,
  'signal SIGBUS': memory,
  'signal SIGABRT': {
    failure:
      'It gave up by itself: an assertion does not hold, an exception is caught by nobody, or its heap is damaged by a second free or a write behind a buffer.',
    mend: 'What it printed last names the check. A build with -fsanitize=address names the line.',
  },
  'signal SIGPIPE': {
    failure: 'It sent to a peer that had gone: the signal SIGPIPE ends a program that does not ignore it.',
    mend: 'Ignore SIGPIPE, or send with MSG_NOSIGNAL; take the error EPIPE for the end of that connection alone.',
  },
  'signal SIGFPE': {
    failure: 'It divided by 0, usually by a number that a message held.',
    mend: 'Check a number that came from the network before it is used.',
  },
  'signal SIGKILL': {
    failure:
      'The system ended it, usually since it took too much memory: for a size that a message announced, or octets that it never let go.',
    mend: 'Take memory for the octets that have come, not for those that are announced, and bound them.',
  },
};

const ALONE = 'let an error with one client end that client alone: handle it around all that serves one client.';

function byStatus({ how, isUnhandled }: Ending, requirement: string): Advice {
  const isDone = mayEnd(requirement);
  if (isUnhandled)
    return {
      failure: 'It did not handle an error: what it printed last says which, and in which line.',
      mend: isDone ? 'Mend that line; report an error of the network in words.' : `Mend that line; and ${ALONE}`,
    };
  if (how === 'status 0')
    return { failure: 'It ended as if it were done.', mend: 'Serve in an endless loop that no client can end.' };
  if (how.startsWith('signal')) return { failure: `It was ended by ${how}.`, mend: 'See what sent or raised it.' };
  return {
    failure: `It ended with ${how}: what it printed last may say why.`,
    mend: `Do not end the program by exit where something fails for one client; ${ALONE}`,
  };
}
