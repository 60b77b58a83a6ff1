import type { Fault } from '../../../contracts/endpoint.ts';
import { readContents } from '../../receive.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';

const FEW_OCTETS = 8;

/** A read that gives less than was asked for is taken for the end of the file. */
export const shortReadIsEnd: Fault = {
  name: 'short-read-is-end',
  endpoint: 'upload',
  summary: 'takes a read of fewer than 8 octets for the end of the contents',
  breaks: ['random-segmentation'],
  mayRedden: { 'header-octet-by-octet': 'contents come octet by octet, too' },
  start: uploadServer({
    ...carefulUpload,
    readContents: (contents) => {
      let short = false;
      const read = async () => {
        const piece = short ? undefined : await contents.read();
        short = piece !== undefined && piece.length < FEW_OCTETS;
        return piece;
      };
      return readContents({ ...contents, read });
    },
  }),
};
