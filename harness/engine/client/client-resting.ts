import { conclusiveIf } from '../finding.ts';
import { processorUnseen, rests, secondOf } from '../processor.ts';
import type { ClientContext } from './client-context.ts';
import { exchanged, type PlainExchange, toItsEnd } from './plain-exchange.ts';

/**
 * Whether a launched client rests while it waits for a server that says nothing, and after the end of the stream. The same
 * second after an unharmed exchange is noted.
 */
export async function clientRestsFact(context: ClientContext, plain: PlainExchange): Promise<string> {
  const { connects, makeFile, closeInput, use, note } = context;
  conclusiveIf(context.isLaunched, processorUnseen);
  await toItsEnd(await exchanged(context, plain));
  const twin = await secondOf(use);
  note(`after an unharmed exchange: ${twin.words}`);
  const peer = await connects({ file: await makeFile('plain.txt', Buffer.from('hello')) });
  const waiting = await secondOf(use);
  note(`while the server says nothing: ${waiting.words}`);
  if (!waiting.rests) return `${waiting.words} while the server says nothing`;
  closeInput();
  await peer.endWriting();
  const ended = await secondOf(use);
  note(`after the end of the stream: ${ended.words}`);
  return ended.rests ? rests : `${ended.words} after the end of the stream`;
}
