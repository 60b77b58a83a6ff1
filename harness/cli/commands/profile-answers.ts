import type { ProfileTarget } from '../../contracts/profile.ts';

/** A profile that is not written yet: what flags and answers come to. */
export interface ProfileAnswers {
  readonly target: Partial<ProfileTarget>;
  readonly file?: string;
  /** Whether a file that is there may be replaced. */
  readonly force: boolean;
}
