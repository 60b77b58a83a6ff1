import { mustBe } from '../../harness/engine/finding.ts';
import { rests } from '../../harness/engine/processor.ts';
import { fullTableFact } from '../../harness/engine/server/full-table.ts';
import { portInUseCases } from '../port-in-use-cases.ts';
import { processCases } from '../process-cases.ts';
import { talkOver } from './heard.ts';
import type { Context } from './oracle.ts';
import type { ServerChapter } from './server-chapter.ts';

/** Laws about a server as a program of its machine: its port, its descriptors, its end. */
export function machineLaws({ description, oracle, check }: ServerChapter): void {
  /** A client that has held the plain dialogue, and stays. */
  const stays = async (context: Context, peer: Context['peer']): Promise<void> => {
    const { acts } = oracle.script(context);
    await talkOver(
      description,
      peer,
      context,
    )(acts.filter(({ does }) => does === 'say' || does === 'hear' || does === 'see'));
  };

  portInUseCases(check);

  check('full-table', async (context) => {
    mustBe(await fullTableFact(context), rests);
  });

  processCases(check, stays);
}
