import { frameSuite } from '../../harness/engine/frames/frame-suite.ts';
import { arpForUnicastOnly } from '../../harness/frames/rules/arp-for-unicast-only.ts';
import { broadcastMac } from '../../harness/frames/rules/broadcast-mac.ts';
import { checksums } from '../../harness/frames/rules/checksums.ts';
import { igmpJoin } from '../../harness/frames/rules/igmp-join.ts';
import { igmpLeave } from '../../harness/frames/rules/igmp-leave.ts';
import { multicastMac } from '../../harness/frames/rules/multicast-mac.ts';
import { multicastTtl } from '../../harness/frames/rules/multicast-ttl.ts';
import { noUnicastMacForGroup } from '../../harness/frames/rules/no-unicast-mac-for-group.ts';
import { notFragmented } from '../../harness/frames/rules/not-fragmented.ts';
import { sourceIsUnicast } from '../../harness/frames/rules/source-is-unicast.ts';
import { frameFacts } from './requirements.ts';

/** Frames: nothing is provoked; every frame of every capture obeys the rules of groups, broadcasts and checksums. */
export const suite = frameSuite(frameFacts, (check) => {
  check('multicast-mac', async (frames) => {
    await frames.obey(multicastMac);
  });

  check('broadcast-mac', async (frames) => {
    await frames.obey(broadcastMac);
  });

  check('no-unicast-mac-for-group', async (frames) => {
    await frames.obey(noUnicastMacForGroup);
  });

  check('source-is-unicast', async (frames) => {
    await frames.obey(sourceIsUnicast);
  });

  check('multicast-ttl', async (frames) => {
    await frames.obey(multicastTtl);
  });

  check('igmp-join', async (frames) => {
    await frames.obey(igmpJoin);
  });

  check('igmp-leave', async (frames) => {
    await frames.obey(igmpLeave);
  });

  check('arp-for-unicast-only', async (frames) => {
    await frames.obey(arpForUnicastOnly);
  });

  check('checksums', async (frames) => {
    await frames.obey(checksums);
  });

  check('not-fragmented', async (frames) => {
    await frames.obey(notFragmented);
  });
});
