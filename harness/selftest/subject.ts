import type { ProfileTarget } from '../contracts/profile.ts';
import type { Observation } from '../contracts/requirement.ts';

/** What a subject is: a fault of a built-in endpoint, a program in another language, and so on. */
export type SubjectKind = 'fault' | 'program' | 'tool' | 'launched' | 'null';

/** One implementation whose verdicts are known before it is judged. */
export interface Subject {
  /** Unique among all subjects; the name of its target in the report. */
  readonly name: string;
  readonly kind: SubjectKind;
  /** How sockspec reaches it. */
  readonly target: ProfileTarget;
  /** The commands without which it cannot be judged; none where Node is enough. */
  readonly needs: readonly string[];
  /** Requirements (without the suite's path) that it breaks: each of them is red, whatever the machine does. */
  readonly breaks: readonly string[];
  /** Requirements that may be red too, each with the reason why that is not certain. */
  readonly mayRedden: Readonly<Record<string, string>>;
  /** What else is known of its verdicts. */
  readonly expects?: Expectations;
}

/** What may be known of a subject beside what it breaks; requirements are named without the suite's path. */
export interface Expectations {
  /** These requirements, and no others, have a case that is inconclusive or not applicable. */
  readonly unjudged?: readonly string[];
  /** These requirements, and no others, have a case that passed. */
  readonly passes?: readonly string[];
  /** Any requirement may be red: it does nothing of what its suite is about. */
  readonly anyRed?: boolean;
  /** Where it may pass what is seen in one of these ways, and nothing else. */
  readonly passesBy?: readonly Observation[];
  /** Requirements that it may pass beside those, by name. */
  readonly mayPass?: readonly string[];
  /** What the reasons of all red cases say. */
  readonly redSays?: RegExp;
  /** What the reasons of all inconclusive cases say. */
  readonly inconclusiveSays?: RegExp;
  /** What a note of at least one passed case says. */
  readonly noteSays?: RegExp;
  /** Whole reasons by requirement, of the first case that is not a pass. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** The name of a subject's target: its kind, its suite and what tells it from others. */
export function subjectName(kind: SubjectKind, suite: string, name: string): string {
  return `${kind} ${suite}: ${name}`;
}
