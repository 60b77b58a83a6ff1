import type { Description } from '../../harness/contracts/wire.ts';
import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import type { Suite } from '../../harness/engine/suite.ts';
import { plainClient, unseenOf } from './answering.ts';
import { describedServer } from './requirements.ts';
import { serverChapter } from './server-chapter.ts';
import { contentLaws } from './server-contents.ts';
import { endLaws } from './server-ends.ts';
import { idlenessLaws } from './server-idleness.ts';
import { lengthLaws } from './server-lengths.ts';
import { machineLaws } from './server-machine.ts';
import { segmentLaws } from './server-segments.ts';

/** The suite of servers of a described protocol over a stream: every law, with the cases that its messages give. */
export function describedServerSuite(description: Description): Suite {
  const options = {
    plain: [undefined],
    client: plainClient(description),
    unseen: unseenOf(description),
    basics: ['answers'],
    severalClients: 'one-after-another',
  } as const;

  return serverSuite<string, undefined>(describedServer(description), options, (check) => {
    const chapter = serverChapter(description, check);
    segmentLaws(chapter);
    endLaws(chapter);
    idlenessLaws(chapter);
    lengthLaws(chapter);
    contentLaws(chapter);
    machineLaws(chapter);
  });
}
