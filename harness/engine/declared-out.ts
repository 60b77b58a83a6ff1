import type { WorkerPlan } from '../contracts/plan.ts';
import { mentions } from '../processes/command-line.ts';
import { NotApplicable } from './finding.ts';
import { caseLimits } from './limits.ts';

/** What ends a body that asks for more than what is declared. */
class Untold extends Error {}

/**
 * Why a case does not concern an implementation, by what is declared of it alone; undefined where the declaration leaves that
 * open. The body runs without an implementation, up to where it asks for one: what is not applicable to a program that serves
 * is so for one that never ran. Nothing is waited for.
 */
export async function declaredOut<Context>(
  body: (context: Context) => Promise<void>,
  plan: WorkerPlan,
): Promise<string | undefined> {
  // The context is given to nothing but the body: it looks as a promise does, since it has all names.
  const told = new Promise<void>((resolve) => resolve(body(declaredContext<Context>(plan)))).then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof NotApplicable ? thrown.message : undefined),
  );
  return Promise.race([told, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}

/** The context of a case of which nothing is there but what the plan says. */
function declaredContext<Context>({ target: plan, seed }: WorkerPlan): Context {
  const { capabilities, limits, means, phrases } = plan;
  const isGivenSome = means.kind === 'exec' && mentions(means.command, 'phrases');
  const declared = {
    ...{ plan, seed, capabilities, limits: caseLimits(limits) },
    ...{ isOfFiles: plan.looksInStore === true, isLaunched: means.kind === 'exec' },
    ...(phrases === undefined && isGivenSome ? {} : { knownPhrases: phrases }),
    ...{ note: ignored, tellsOf: ignored, shrinks: ignored },
  };
  // The object is of any type: the runner alone knows what its cases work with.
  return new Proxy(Object.create(null), {
    get: (_, key) => (Object.hasOwn(declared, key) ? Reflect.get(declared, key) : untold),
  });
}

/** Stands for whatever is not declared: it may be named, and not used. */
const untold: unknown = new Proxy(() => undefined, { get: refuse, apply: refuse, has: refuse, ownKeys: refuse });

function refuse(): never {
  throw new Untold('the declaration does not say it');
}

function ignored(): void {}
