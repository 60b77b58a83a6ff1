import type { AnswerPoint, Question } from '../datagrams/answer-point.ts';
import type { ClientContext } from './client-context.ts';

/** The first datagram of a client over UDP that was started. Throws what is said of one that asks nothing within the launch limit. */
export async function firstQuestion(context: ClientContext, point: AnswerPoint): Promise<Question> {
  const first = await point.next(context.limits.launchMs);
  if (first === undefined) throw context.neverAsked();
  context.hasAsked();
  return first;
}
