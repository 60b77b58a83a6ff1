import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { WorkerPlan } from '../../contracts/plan.ts';
import { type RequirementRow, requirementTable } from '../../contracts/requirement-table.ts';
import type { Cases } from '../cases.ts';
import { clock } from '../clock.ts';
import { mustBe } from '../finding.ts';
import type { CaseContext } from './context.ts';
import { served } from './next-client.ts';
import { serverSuite } from './server-suite.ts';

/** A server at an address that goes away in a case, on a machine that is too busy for one failure to count. */

const row: RequirementRow = {
  ...{ level: 'MUST', source: 'RFC 9293', text: 'It is.', seen: ['wire'] },
  ...{ provoked: '', failure: '', mend: '' },
};
const should: RequirementRow = { ...row, level: 'SHOULD' };
const printed: RequirementRow = { ...row, seen: ['output'] };
const asking: RequirementRow = { ...row, seen: ['wire', 'next'] };
const table = requirementTable('made/up', { first: printed, wish: should, next: asking, later: row, last: row });

type Key = keyof typeof table.rows & string;
type Check = Cases<CaseContext<string>, Key>;

/** So long that a failure of the case is repeated, in milliseconds. */
const BUSY_MS = 400;

/** A server that greets, but for as many clients as it is told to be silent to; it is gone when its listener is closed. */
async function greeter(): Promise<{
  readonly server: Server;
  readonly port: number;
  readonly silence: (clients: number) => void;
}> {
  let silent = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    silent -= 1;
    if (silent < 0) socket.end('hello');
    else onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address !== null ? address.port : 0,
    silence: (clients) => {
      silent = clients;
    },
  };
}

function planOf(port: number): WorkerPlan {
  return {
    target: {
      ...{ name: 'it', suite: 'made/up', role: 'server', transport: 'tcp', reproduce: '' },
      ...{ means: { kind: 'address', host: '127.0.0.1', port }, capabilities: {} },
      limits: { recoveryMs: 100, replyMs: 200, closeMs: 200, caseMs: 2000 },
    },
    ...{ selection: { suites: [], only: [], skip: [] }, seed: 1, repeat: 1 },
  };
}

/**
 * Judges all cases, and resolves to their verdicts, their reasons, how they found the server gone, and whether the finding is
 * that the next client was not served.
 */
async function judged(port: number, cases: Check) {
  const suite = serverSuite<Key, string>(
    table,
    {
      plain: ['plain'],
      client: async ({ connect }) => ((await connect().text()) === 'hello' ? served : 'something else'),
      basics: [],
    },
    cases,
  );
  const opened = suite.open(planOf(port));
  onTestFinished(opened.close);
  const told: (readonly [string, string, string, string | undefined, true | undefined])[] = [];
  for (const one of opened.cases) {
    const record = await one.run(new AbortController().signal);
    if (record !== undefined) {
      const { verdict, reason, gone, nextClientUnserved } = record;
      told.push([one.id, verdict, reason, gone, nextClientUnserved]);
    }
  }
  return told;
}

/** The machine has something else to do: this thread is held up while a limit runs. */
async function busy(): Promise<void> {
  const over = clock.pause(BUSY_MS / 2);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS);
  await over;
}

const greets = async ({ peer }: CaseContext<string>): Promise<void> => mustBe(await peer.text(), 'hello');

test('the case in which it went away fails, though a repetition finds nobody', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('later', async ({ peer }) => {
      const said = await peer.text();
      server.close();
      await busy();
      mustBe(said, 'another greeting');
    });
    check('last', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'fail', 'inconclusive']);
  expect(told[1]?.[2]).toMatch(/^expected another greeting; saw hello; afterwards: .* refused the connection/);
  expect(told[1]?.[4]).toBeUndefined();
});

test('a case after which the next client is not served says that its finding is this', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('next', async (context) => {
      await greets(context);
      server.close();
    });
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['fail']);
  expect(told[0]?.[2]).toMatch(/^expected the next client to be served within 100 ms; saw .* refused the connection$/);
  expect(told[0]?.[4]).toBe(true);
});

test('where that row need not hold, the next one that must hold fails', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('wish', async ({ peer }) => {
      const said = await peer.text();
      server.close();
      await busy();
      mustBe(said, 'another greeting');
    });
    check('later', greets);
    check('last', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'warning', 'fail', 'inconclusive']);
  expect(told[2]?.[2]).toMatch(/refused the connection: it has ended in or after made\/up\/wish$/);
});

test('where no row that must hold is left, its case tells that it went away', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('later', greets);
    check('wish', async (context) => {
      await greets(context);
      server.close();
    });
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'inconclusive']);
  expect(told[1]?.[3]).toMatch(/refused the connection: it has ended in or after made\/up\/wish$/);
});

test('the last case that must hold fails where it has ended the server, unseen by itself', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('later', greets);
    check('first', async (context) => {
      await greets(context);
      server.close();
    });
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'fail']);
  expect(told[1]?.[2]).toMatch(/refused the connection: it has ended in or after made\/up\/first$/);
  expect(told[1]?.[4]).toBe(true);
});

test('a case that finds it gone is charged with it on a busy machine, too', async () => {
  const { server, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', async (context) => {
      await greets(context);
      server.close();
    });
    check('later', async (context) => {
      await busy();
      await greets(context);
    });
    check('last', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'fail', 'inconclusive']);
  expect(told[1]?.[2]).toMatch(/^expected the next client to be served; saw .* ended in or after made\/up\/first$/);
  expect(told[1]?.[4]).toBe(true);
});

/** The server takes connections, and says nothing to so many clients after this case. */
const silenced =
  (silence: (clients: number) => void, clients = Number.POSITIVE_INFINITY) =>
  async (context: CaseContext<string>): Promise<void> => {
    await greets(context);
    silence(clients);
  };

test('a server that serves nobody any more is given up, and the next row that must hold fails for that', async () => {
  const { silence, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('wish', silenced(silence));
    check('later', ['this', 'that'], greets);
    check('last', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'inconclusive', 'inconclusive', 'fail', 'inconclusive']);
  expect(told[3]?.[2]).toMatch(
    /^expected the next client to be served; saw it serves nobody since made\/up\/wish: expected the next client /,
  );
});

test('the last case tells that it serves nobody any more, though it has not been given up', async () => {
  const { silence, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('wish', silenced(silence));
    check('later', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'inconclusive', 'fail']);
  expect(told[2]?.[2]).toContain('it serves nobody since made/up/wish: ');
});

test('where no row that must hold is left, its case tells that it serves nobody any more', async () => {
  const { silence, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('wish', silenced(silence));
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'inconclusive']);
  expect(told[1]?.[3]).toContain('it serves nobody since made/up/wish: ');
});

test('what the last case that must hold has silenced, unseen by itself', async () => {
  const { silence, port } = await greeter();
  const told = await judged(port, (check) => {
    check('later', greets);
    check('first', silenced(silence));
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'fail']);
  expect(told[1]?.[2]).toContain('it serves nobody since made/up/first: ');
});

test('on a busy machine a failure is repeated, and one that its row has shown twice is not', async () => {
  const { port } = await greeter();
  const made: string[] = [];
  const told = await judged(port, (check) => {
    check('later', ['one', 'another', 'a third'], async ({ peer }, label) => {
      made.push(label);
      await busy();
      mustBe(await peer.text(), 'another greeting');
    });
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['fail', 'fail', 'fail']);
  expect(made).toEqual([...Array(3).fill('one'), ...Array(3).fill('another'), 'a third']);
});

test('a server that serves again is charged with nothing', async () => {
  const { silence, port } = await greeter();
  const told = await judged(port, (check) => {
    check('first', greets);
    check('wish', silenced(silence, 1));
    check('later', greets);
    check('last', greets);
  });

  expect(told.map(([, verdict]) => verdict)).toEqual(['pass', 'inconclusive', 'pass', 'pass']);
});
