import { suiteFor } from '../../harness/engine/suite.ts';
import { uploadServer } from './requirements.ts';
import { disconnecting } from './server/disconnecting.ts';
import { naming } from './server/naming.ts';
import { segmenting } from './server/segmenting.ts';
import { sharing } from './server/sharing.ts';
import { sizing } from './server/sizing.ts';
import { storing } from './server/storing.ts';
import { plainSizes, uploadClient } from './uploading.ts';

/** Upload server, and the receive-file server: it takes a name, a size and the contents, and stores them. */
const { check } = suiteFor(uploadServer, {
  plain: plainSizes,
  client: uploadClient,
  basics: ['stores-contents-exactly', 'stores-under-its-name'],
});

storing(check);
segmenting(check);
disconnecting(check);
sizing(check);
naming(check);
sharing(check);
