import { pcap } from '../crafting/captures.ts';
import type { Declared } from '../declared.ts';
import { brokenRules, judgeAll } from '../reading.test.helper.ts';

/** What the rules say of a capture of one frame: the keys of those that it breaks, and of one of them how often it looked, and why not. */
export function judge(frame: Uint8Array, declared?: Declared, linkType = 1) {
  const facts = judgeAll(pcap([{ octets: frame }], { linkType }), declared);
  const tally = (key: string) => facts.rules.find(({ rule }) => rule === `frames/${key}`);
  return {
    ...facts,
    broken: brokenRules(facts),
    checked: (key: string): number | undefined => tally(key)?.checked,
    notJudged: (key: string): readonly string[] => tally(key)?.notJudged.map(({ reason }) => reason) ?? [],
  };
}
