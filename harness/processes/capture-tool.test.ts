import { expect, test } from 'vitest';
import { lostFrames } from './capture-tool.ts';

test.each([
  ['tcpdump', '10 packets captured\n20 packets received by filter\n3 packets dropped by kernel\n', 3],
  ['tcpdump, one', '1 packet dropped by kernel\n', 1],
  ['tcpdump, none', '10 packets captured\n0 packets dropped by kernel\n', 0],
  [
    'dumpcap',
    "Packets captured: 27\nPackets received/dropped on interface 'lo': 27/5 (pcap:5/dumpcap:0/flushed:0/ps_ifdrop:0) (84.4%)\n",
    5,
  ],
  ['one that was ended at once', '', 0],
])('how many frames were lost, as %s tells it', (_, said, frames) => {
  expect(lostFrames(said)).toBe(frames);
});
