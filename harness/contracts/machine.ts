/** What was found out about one thing that a run may need of this machine. */
export interface Remark {
  /** What was looked at: `multicast`, `capture`, …; the same words on every machine. */
  readonly about: string;
  /** `untried`: it could not be told, or telling needs a flag; `says` has the reason. */
  readonly state: 'works' | 'lacking' | 'untried';
  /** What was seen, in one sentence. */
  readonly says: string;
  /** How a lack is mended, or what to do so that it can be told. */
  readonly mend?: string;
  /** What a lack means for verdicts; left out where none depends on it. */
  readonly effect?: Effect;
}

/** What a lack means for verdicts. */
export interface Effect {
  /** Requirement ids, or globs over them. */
  readonly rows: readonly string[];
  /** They cannot be concluded, or are judged from less: a verdict stands, and its evidence says what was not seen. */
  readonly become: 'inconclusive' | 'weaker';
}

/** An interface, or the machine itself, with what was found out about it. */
export interface Place {
  readonly name: string;
  /** What it is, in a few words: its address and prefix. */
  readonly description: string;
  readonly findings: readonly Remark[];
}

/** One of the usual reasons why datagrams do not arrive that no probe of this machine can see. */
export interface Trouble {
  readonly name: string;
  /** How it looks in a run. */
  readonly sign: string;
  readonly mend: string;
}

/** What this machine can do, as `sockspec doctor` tells it. */
export interface MachineReport {
  /** Operating system as Node names it, and its release. */
  readonly platform: string;
  readonly node: string;
  readonly places: readonly Place[];
  readonly troubles: readonly Trouble[];
}
