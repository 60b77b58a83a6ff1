import { expect, test } from 'vitest';
import { uploadHeader } from '../protocols/upload.ts';
import { demandExactly, readContents, readHeader } from './receive.ts';
import type { Read } from './socket.ts';

/** A connection that gives these pieces, then its end. */
function piecewise(...pieces: readonly Uint8Array[]): Read {
  const left = [...pieces];
  return async () => left.shift();
}

const octets = Buffer.concat([uploadHeader.encode({ name: 'größer', size: 2560 }), Buffer.from('rest')]);

test('a header is read however it is cut, and what follows it is given back', async () => {
  for (let cut = 0; cut <= octets.length; cut += 1) {
    const read = piecewise(...[octets.subarray(0, cut), octets.subarray(cut)].filter((piece) => piece.length > 0));
    const { header, rest } = await readHeader(read, uploadHeader.decode);
    const later = await read();

    expect(header).toEqual({ name: 'größer', size: 2560 });
    expect(Buffer.concat([rest, later ?? Buffer.alloc(0)]).toString()).toBe('rest');
  }
});

test('a header that is not whole at the end is an early close', async () => {
  for (let cut = 0; cut < octets.length - 4; cut += 1) {
    const read = piecewise(...(cut === 0 ? [] : [octets.subarray(0, cut)]));

    await expect(readHeader(read, uploadHeader.decode)).rejects.toMatchObject({
      kind: 'early close',
      message: `the client ended after ${cut} octets`,
    });
  }
});

test('contents are written before more is read: a slow disk slows the client down', async () => {
  const order: string[] = [];
  const pieces = ['one', 'two'].map((piece) => Buffer.from(piece));
  const read = async () => {
    order.push('read');
    return pieces.shift();
  };
  const write = async (piece: Uint8Array) => {
    await new Promise(setImmediate);
    order.push(`wrote ${piece}`);
  };

  expect(await readContents({ read, rest: Buffer.from('zero'), size: 10, write })).toEqual({
    octets: 10,
    surplus: false,
  });
  expect(order.map((step) => step.slice(0, 5))).toEqual(['wrote', 'read', 'wrote', 'read', 'wrote', 'read']);
});

test('contents are as announced, or refused', async () => {
  const write = async () => undefined;
  const short = await readContents({ read: piecewise(), rest: Buffer.from('ab'), size: 3, write });
  const long = await readContents({ read: piecewise(Buffer.from('cd')), rest: Buffer.from('ab'), size: 3, write });
  const exact = await readContents({ read: piecewise(Buffer.from('c')), rest: Buffer.from('ab'), size: 3, write });

  expect(() => demandExactly(short, 3)).toThrow('after 2 of 3 octets');
  expect(() => demandExactly(long, 3)).toThrow('more came than the 3 octets announced');
  expect(() => demandExactly(exact, 3)).not.toThrow();
});
