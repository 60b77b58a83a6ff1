import type { Listing, Storage, StoredAs, StoredFile } from '../../contracts/observer.ts';
import { MOST_ENTRIES } from '../../observers/list-tree.ts';
import { clock } from '../clock.ts';
import { conclusiveIf, inconclusive } from '../finding.ts';
import type { CaseLimits } from '../limits.ts';
import type { Transcript } from '../tester/transcript.ts';
import { count } from '../words.ts';
import type { Iut } from './session.ts';
import { takeAway, tidy } from './tidying.ts';

/** A file that a case sends: its contents come in pieces, so that a large one is never held whole. */
export interface CaseFile {
  readonly name: string;
  readonly octets: number;
  readonly pieces: () => Iterable<Uint8Array>;
  /** What stands at an offset, in words; undefined beyond the end. */
  readonly partAt?: (offset: number) => string | undefined;
}

/** What a case can see of the folder where the IUT's files land. Facts are words, so that a report can quote them. */
export interface Store {
  /** `stored exactly`, or what is there instead. Waits up to the storage limit. */
  readonly outcome: (file: CaseFile, limitMs?: number) => Promise<string>;
  /** A stimulus of the case was stored, or the case is inconclusive: another row judges whether it had to be. */
  readonly mustHold: (file: CaseFile) => Promise<void>;
  /** A file as `additions` words it. */
  readonly wordsFor: (file: CaseFile) => string;
  /** The same as `outcome` for a file that may have been stored with either contents. */
  readonly outcomeOfEither: (files: readonly CaseFile[]) => Promise<string>;
  /** What is new since the case began, now, each as `"name" (n octets)`; the next client's file is left out. */
  readonly additions: () => Promise<readonly string[]>;
  /** The names of what is new since the case began, those that are ignored left out. */
  readonly newNames: () => Promise<readonly string[]>;
  /** What stands under a name now: `no file of that name`, or `a file of n octets`. */
  readonly holding: (name: string) => Promise<string>;
  /** The first of these names that no file of the store has: what a case may store without harm. */
  readonly freeName: (candidates: readonly string[]) => string;
  /** Files outside the folder since the case began: in the workspace, or at one of these absolute paths (then removed). */
  readonly escapes: (absolute: readonly string[]) => Promise<readonly string[]>;
  /** Whether there is an observer at all, for the few who judge by the wire otherwise. */
  readonly observed: boolean;
  /** Waits the settle time: what was not stored by then was not stored. */
  readonly settle: () => Promise<void>;
  /** Files that do not count as additions. */
  readonly ignore: (name: string) => void;
  readonly dispose: () => Promise<void>;
}

/** What a store is opened with. */
export interface StoreOptions {
  readonly iut: Iut;
  readonly limits: CaseLimits;
  /** What the names of this case's files begin with. */
  readonly nonce: string;
  /** The same of earlier cases. */
  readonly earlier: readonly string[];
  readonly transcript: Transcript;
  /** Whether the program has ended by an error: it stores nothing more. */
  readonly hasFailed: () => boolean;
}

/** Looks at the folder before the case does anything, and opens the store for it. */
export async function openStore({ iut, limits, nonce, earlier, transcript, hasFailed }: StoreOptions): Promise<Store> {
  const { storage, tree } = iut;
  const since = Date.now();
  const first = (await storage?.list()) ?? nothingStored;
  const before = new Map(first.files.map((file) => [file.name, file.octets]));
  const treeBefore = await tree?.();
  const wasFull = (await storage?.room?.()) === 0;
  const ignored = new Set<string>();
  const sent = new Map<string, CaseFile>();
  const needStorage = () =>
    storage ?? inconclusive('what is stored cannot be seen: needs --store DIR or --fetch COMMAND');

  const newFiles = async (): Promise<readonly StoredFile[]> => {
    const observer = needStorage();
    if (!observer.lists) inconclusive('the store cannot be listed: needs --store DIR');
    conclusiveIf(first.isAll, CROWDED);
    const { files, isAll } = await observer.list();
    const added = files.filter((file) => before.get(file.name) !== file.octets);
    conclusiveIf(isAll || added.length > 0, CROWDED);
    return added;
  };
  const counted = async (): Promise<readonly StoredFile[]> => {
    const isLate = (name: string): boolean => earlier.some((front) => name.startsWith(front));
    return (await newFiles()).filter(({ name }) => !ignored.has(name) && !isLate(name));
  };
  const compare = async (file: CaseFile, limitMs: number): Promise<StoredAs> => {
    const observer = needStorage();
    sent.set(file.name, file);
    const { found, lack } = await clock.lookUntil(
      limitMs,
      async () => {
        const isLast = hasFailed();
        const found = await observer.compare(file.name, file.pieces());
        // Where the disk was full before the case there is nothing to wait for as long as it is.
        const lack = wasFull && found.kind !== 'equal' ? await lackOfRoom(observer, file) : undefined;
        return { found, lack, isLast };
      },
      ({ found, lack, isLast }) => found.kind === 'equal' || lack !== undefined || isLast,
    );
    transcript.add({ who: 'iut', what: 'file', text: `${JSON.stringify(file.name)} ${storedWords(found, file)}` });
    if (found.kind === 'equal') return found;
    const lacks = lack ?? (await lackOfRoom(observer, file));
    // Nobody stores a file on a disk that is full: neither the IUT nor what it left half is judged by that.
    return lacks === undefined ? found : inconclusive(lacks);
  };

  return {
    observed: storage !== undefined,
    outcome: async (file, limitMs = limits.storageMs) => storedWords(await compare(file, limitMs), file),
    mustHold: async (file) => {
      if (storage === undefined) return;
      const found = await compare(file, limits.storageMs);
      if (found.kind !== 'equal')
        inconclusive(`an upload that the case rests on was not stored: ${storedWords(found, file)}`);
    },
    wordsFor: fileWords,
    outcomeOfEither: async (files) => {
      const observer = needStorage();
      const facts = async () => Promise.all(files.map((file) => observer.compare(file.name, file.pieces())));
      const isEqual = (found: readonly StoredAs[]): boolean => found.some((one) => one.kind === 'equal');
      const found = await clock.lookUntil(limits.storageMs, facts, isEqual);
      const [first] = found;
      const [file] = files;
      if (isEqual(found)) return 'stored exactly';
      return first === undefined || file === undefined
        ? 'nothing stored'
        : `stored as neither: ${storedWords(first, file)}`;
    },
    newNames: async () => (await counted()).map(({ name }) => name),
    additions: async () => {
      const added = await counted();
      for (const file of added) transcript.add({ who: 'iut', what: 'file', text: fileWords(file) });
      return added.map(fileWords);
    },
    holding: async (name) => {
      const found = await needStorage().compare(name, []);
      return found.kind === 'absent' ? 'no file of that name' : standingAs(found);
    },
    freeName: (candidates) => {
      conclusiveIf(first.isAll, CROWDED);
      return candidates.find((name) => !before.has(name)) ?? inconclusive('every name that the case may use is taken');
    },
    escapes: async (absolute) => {
      if (tree === undefined || treeBefore === undefined)
        inconclusive('an escape cannot be seen: needs a launched IUT that stores in {dir} (--exec)');
      const known = new Set(treeBefore.files.map(({ name }) => name));
      const now = await tree();
      const escaped = now.files.map(({ name }) => name).filter((name) => !known.has(name));
      const found = absolute.filter((path) => takeAway(path, since));
      conclusiveIf((treeBefore.isAll && (now.isAll || escaped.length > 0)) || found.length > 0, CROWDED);
      return [...(treeBefore.isAll ? escaped : []), ...found];
    },
    settle: () => clock.pause(limits.settleMs),
    ignore: (name) => ignored.add(name),
    dispose: async () => {
      if (storage !== undefined) await tidy(storage, { before: first, since, nonce, ignored, sent });
    },
  };
}

const nothingStored: Listing = { files: [], isAll: true };

/** What cannot be said of a folder that a program, or its user, has filled. */
const CROWDED = `what is new in the folder cannot be seen: it has more than ${count(MOST_ENTRIES, 'file')} and folders`;

/** That there is no room for a file, in words; undefined where there is, or nobody tells. */
async function lackOfRoom({ room, description }: Storage, { octets }: CaseFile): Promise<string | undefined> {
  const left = await room?.();
  if (left === undefined || left >= octets) return undefined;
  return `there is no room for the file: ${count(octets, 'octet')}, and ${count(left, 'octet')} left in ${description}`;
}

/** How a comparison reads in a report. */
function storedWords(found: StoredAs, file: CaseFile): string {
  if (found.kind === 'equal') return 'stored exactly';
  if (found.kind === 'absent') return `nothing stored under ${JSON.stringify(file.name)}`;
  if (found.kind === 'special') return `${found.what} in place of a file stored under ${JSON.stringify(file.name)}`;
  const whole = count(file.octets, 'octet');
  const sizes = `${count(found.octets, 'octet')} of ${whole}`;
  const part = file.partAt?.(found.firstDifference);
  const within = part === undefined ? '' : ` (${part})`;
  if (found.octets === 0) return `stored empty, in place of ${whole}${within}`;
  const place = `from octet ${found.firstDifference + 1} on${within}`;
  return found.octets === file.octets
    ? `stored with other contents ${place}`
    : `stored with ${sizes}, unlike what was sent ${place}`;
}

/** What a comparison with no octets tells of what stands under a name. */
function standingAs(found: StoredAs): string {
  if (found.kind === 'special') return found.what;
  return `a file of ${count(found.kind === 'different' ? found.octets : 0, 'octet')}`;
}

function fileWords(file: Pick<StoredFile, 'name' | 'octets'>): string {
  return `${JSON.stringify(file.name)} (${count(file.octets, 'octet')})`;
}
