import { DEFAULT_GROUP, parseNet } from '../declaring.ts';
import { eachFixtureFrame } from '../fixture.ts';
import { emptyFrame } from '../frame.ts';
import { openJudge } from '../judge.ts';

/** What the benchmark compares with: the same rules in a program that reads with pcap-parser. Words: FILE NET. */
const [file = '', net = ''] = process.argv.slice(2);
const prefix = parseNet(net);
const declared = { groups: [DEFAULT_GROUP], nets: prefix === undefined ? [] : [prefix] };
const judge = openJudge({ declared, listed: 0, conversations: false });
const frame = emptyFrame(Buffer.alloc(0));
frame.linkType = 1;

await eachFixtureFrame(file, ({ octets, original }) => {
  frame.octets = octets;
  frame.view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  frame.number++;
  frame.end = octets.length;
  frame.original = original;
  judge.visit(frame);
});
process.stdout.write(`${JSON.stringify({ files: [judge.facts()] })}\n`);
