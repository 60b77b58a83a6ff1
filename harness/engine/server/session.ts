import type { Listing, Output, Storage } from '../../contracts/observer.ts';
import type { TargetPlan } from '../../contracts/plan.ts';
import { NotReachable, type RunningTarget, type Target } from '../../contracts/target.ts';
import { openObserver, outputObservers, storageObservers } from '../../observers/index.ts';
import { listTree } from '../../observers/list-tree.ts';
import type { Observed } from '../../observers/observed.ts';
import { type HostWatch, watchHost } from '../../targets/host-watch.ts';
import { openTarget } from '../../targets/index.ts';
import { clock } from '../clock.ts';
import { type CaseLimits, caseLimits, streamMs } from '../limits.ts';
import type { Patience } from '../tester/peer.ts';
import { type TrustEvent, trustAfter, untried } from '../trust.ts';
import { endingText } from './ending.ts';

/** How soon a program that serves one client has ended after it, in milliseconds. */
export const ENDING_MS = 500;

/** The target at work, with everything that can be seen of it. */
export interface Iut {
  readonly running: RunningTarget;
  readonly storage: Storage | undefined;
  readonly output: Output | undefined;
  /** Files in the IUT's workspace outside of its store, if it has one. */
  readonly tree: (() => Promise<Listing>) | undefined;
}

/** Keeps one target alive through all its cases, and remembers when it is not worth trying any more. */
export interface Session {
  readonly plan: TargetPlan;
  readonly target: Target;
  readonly limits: CaseLimits;
  readonly patience: Patience;
  /** What the names of earlier cases begin with: their files may be stored late, and are no finding of a later case. */
  readonly nonces: string[];
  /** Where the datagrams of all cases come from, once one was sent; 0 before. */
  readonly sourcePort: { current: number };
  /** The target, started again where it has ended and can be; or one sentence why it cannot be reached. */
  readonly reach: () => Promise<Iut | string>;
  /** Ends the target and launches it again on the port that it had; or one sentence why it does not listen there. */
  readonly onItsPort: () => Promise<Iut | string>;
  /** Ends the target and launches it again with room for so many descriptors, until `renew`; or one sentence why it does not listen then. */
  readonly withDescriptors: (descriptors: number) => Promise<Iut | string>;
  /** Tells whether the IUT's host answers, once the IUT was reached; undefined where that is this machine. */
  readonly hostWatch: () => HostWatch | undefined;
  /** Ends the target and reaches it again in the midst of a case: with the folder that it had, where that is its own. */
  readonly again: () => Promise<Iut | string>;
  /** Whether the IUT ends by itself after a client that it has served: asked once, right after one was. */
  readonly learnEnding: () => Promise<void>;
  /** Whether it does: then a launch is good for one client. */
  readonly endsAfterClient: () => boolean;
  /** The IUT lives on after its first client, and serves no other: a launch is good for one client all the same. */
  readonly servesOnce: () => void;
  /** Whether a launch is good for one client, however it goes on. */
  readonly isForOne: () => boolean;
  /** Where it is, or has less room than usual: has it launched again by `reach`. */
  readonly renew: () => Promise<void>;
  /** Ends the IUT in the midst of a case: that it has ended then is no finding. */
  readonly end: () => Promise<void>;
  /** The IUT is asked to end: that it does is no finding. */
  readonly mayEnd: () => void;
  /** How the IUT had ended when it was last reached, though no case had seen it end; told once. */
  readonly takeLost: () => string | undefined;
  /** Has a target that can be started again started anew by `reach`. */
  readonly relaunch: () => Promise<void>;
  /** The IUT stopped serving: it is launched anew before the next case, or must prove that it serves again. */
  readonly stoppedServing: (reason: string) => Promise<void>;
  /** Not even a connection came about: a few of those in a row, and a target is given up that can be launched again, too. */
  readonly unreachable: (reason: string) => Promise<void>;
  /** A case did not end within its limit: a few of those in a row, and the target is given up. */
  readonly overran: (reason: string) => Promise<void>;
  /** Why the IUT was last found not to serve, until `servesAgain`. */
  readonly doubt: () => string | undefined;
  /** Whether it is not tried any more. */
  readonly isGivenUp: () => boolean;
  readonly servesAgain: () => void;
  /** The IUT was connected to: from now on it gets more than one attempt. */
  readonly wasReached: () => void;
  /** A case came to a verdict: the attempts are counted anew. */
  readonly wasJudged: () => void;
  readonly close: () => Promise<void>;
}

/** Opens the session of one target; nothing is started before the first case. */
export function openSession(plan: TargetPlan): Session {
  const limits = caseLimits(plan.limits);
  const target = openTarget(plan, { launchMs: limits.launchMs, now: clock.now });
  let current: OpenedIut | undefined;
  let trust = untried;
  let watched: { readonly watch: HostWatch | undefined } | undefined;
  const isDeclared = plan.capabilities.endsAfterMessages !== undefined;
  let endsAfterClient = isDeclared;
  let servesOnce = false;
  let lost: string | undefined;
  let isEndedByUs = false;
  let isNarrowed = false;

  const close = async (): Promise<void> => {
    await current?.close();
    current = undefined;
    isNarrowed = false;
  };
  const happened = (event: TrustEvent): void => {
    trust = trustAfter(trust, event);
  };
  /** What cannot be started again must prove that it serves again. */
  const failed = async (why: string): Promise<void> => {
    happened({ kind: target.relaunches ? 'failed' : 'stopped', why });
    if (target.relaunches) await close();
  };

  const reach = async (start = target.start): Promise<Iut | string> => {
    if (trust.state === 'given up') return trust.why;
    const process = current?.iut.running.process;
    const end = process?.end();
    if (process !== undefined && end !== undefined) {
      if (!isEndedByUs && (!endsAfterClient || end.status !== 0)) lost = endingText(end, process.output.text());
      await close();
    }
    try {
      current ??= await openIut(plan, start);
      isEndedByUs = false;
      watched ??= { watch: await watchHost(current.iut.running.host) };
      return current.iut;
    } catch (error) {
      if (!(error instanceof NotReachable)) throw error;
      happened({ kind: 'failed', why: error.message });
      return error.message;
    }
  };

  /** Launches the IUT in another way in place of the one that runs, with what that one had. */
  const inItsPlace = async (start: Target['start'] | undefined, otherwise: string): Promise<Iut | string> => {
    const former = current;
    if (former === undefined || start === undefined) return otherwise;
    current = undefined;
    await former.unwatch();
    try {
      current = await openIut(plan, start);
      isEndedByUs = false;
      return current.iut;
    } catch (error) {
      if (error instanceof NotReachable) return error.message;
      throw error;
    }
  };

  return {
    plan,
    target,
    limits,
    nonces: [],
    sourcePort: { current: 0 },
    patience: { streamMs: streamMs(limits) },
    reach: () => reach(),
    again: async () => {
      const former = current;
      const { again } = former?.iut.running ?? {};
      if (former === undefined || again === undefined || trust.state === 'given up') {
        await close();
        return reach();
      }
      current = undefined;
      await former.unwatch();
      return reach(again);
    },
    onItsPort: () => inItsPlace(current?.iut.running.onItsPort, 'it cannot be launched on the port that it had'),
    withDescriptors: async (descriptors) => {
      const start = current?.iut.running.withDescriptors;
      const iut = await inItsPlace(
        start && (() => start(descriptors)),
        'it cannot be launched with less room for descriptors: needs --exec',
      );
      isNarrowed = typeof iut !== 'string';
      return iut;
    },
    hostWatch: () => watched?.watch,
    learnEnding: async () => {
      const process = current?.iut.running.process;
      if (isDeclared) return;
      endsAfterClient = process !== undefined && (await clock.within(ENDING_MS, process.ended))?.status === 0;
    },
    endsAfterClient: () => endsAfterClient,
    servesOnce: () => {
      servesOnce = true;
    },
    isForOne: () => endsAfterClient || servesOnce,
    renew: async () => {
      if (endsAfterClient || servesOnce || isNarrowed) await close();
    },
    end: async () => {
      isEndedByUs = true;
      await current?.iut.running.process?.stop();
    },
    mayEnd: () => {
      isEndedByUs = true;
    },
    takeLost: () => {
      const words = lost;
      lost = undefined;
      return words;
    },
    relaunch: async () => {
      if (target.relaunches) await close();
    },
    stoppedServing: async (why) => {
      if (target.relaunches) return close();
      happened({ kind: 'stopped', why });
    },
    unreachable: failed,
    overran: async (why) => {
      happened({ kind: 'failed', why });
      if (target.relaunches) await close();
    },
    doubt: () => (trust.state === 'doubted' || trust.state === 'given up' ? trust.why : undefined),
    isGivenUp: () => trust.state === 'given up',
    servesAgain: () => happened({ kind: 'served' }),
    wasReached: () => happened({ kind: 'connected' }),
    wasJudged: () => happened({ kind: 'judged' }),
    close: async () => {
      watched?.watch?.close();
      watched = undefined;
      await close();
    },
  };
}

interface OpenedIut {
  readonly iut: Iut;
  /** Closes what observes it. */
  readonly unwatch: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openIut(plan: TargetPlan, start: Target['start']): Promise<OpenedIut> {
  const running = await start();
  const storage: Observed<Storage> | undefined = await openObserver(storageObservers, plan, running);
  const output: Observed<Output> | undefined = await openObserver(outputObservers, plan, running);
  const { workspace, dir } = running;
  const unwatch = async (): Promise<void> => {
    await storage?.close();
    await output?.close();
  };
  return {
    unwatch,
    iut: {
      running,
      storage: storage?.observer,
      output: output?.observer,
      tree: workspace === undefined ? undefined : () => listTree(workspace, dir === undefined ? {} : { but: dir }),
    },
    close: async () => {
      await unwatch();
      await running.stop();
    },
  };
}
