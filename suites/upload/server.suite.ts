import { serverSuite } from '../../harness/engine/server/server-suite.ts';
import { uploadServer } from './requirements.ts';
import { sharing } from './server/concurrency.ts';
import { disconnecting } from './server/disconnects.ts';
import { leaving } from './server/leaving.ts';
import { naming } from './server/names.ts';
import { segmenting } from './server/segments.ts';
import { sizing } from './server/sizes.ts';
import { storing } from './server/storage.ts';
import { unfinished } from './server/unfinished.ts';
import { plainSizes, secondTaken, uploadClient } from './server-facts.ts';

/** The well-behaved client, and what is judged even where it is not served. */
const options = {
  plain: plainSizes,
  client: uploadClient,
  unseen: 'what is stored cannot be seen: needs --store DIR or --fetch COMMAND',
  severalClients: 'two-at-once',
  basics: ['stores-contents-exactly', 'stores-under-its-name'],
  grounds: [{ rows: ['two-at-once', 'idle-client'], bears: ['parts-apart'], holds: secondTaken }],
} as const;

/** Upload server, and the receive-file server: it takes a name, a size and the contents, and stores them. */
export const suite = serverSuite(uploadServer, options, (check) => {
  storing(check);
  segmenting(check);
  disconnecting(check);
  sizing(check);
  naming(check);
  sharing(check);
  unfinished(check);
  leaving(check);
});
