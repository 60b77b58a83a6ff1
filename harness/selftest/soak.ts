import { carefulSubjects, type SoakResult, soakCareful, soakFaults } from './soaking.ts';

/** `npm run test:soak -- [RUNS]`: 20 runs of all careful implementations beside busy loops, then every fault once. */
const RUNS = 20;

const runs = Number(process.argv[2] ?? RUNS);
const careful = await soakCareful(carefulSubjects(), Math.ceil(runs / 2));
tell('careful implementations', careful);
const faults = await soakFaults();
tell('faults', faults);
process.exitCode = careful.red.length + faults.escaped.length === 0 ? 0 : 1;

function tell(what: string, { red, escaped, cases, open }: SoakResult): void {
  console.log(
    `${what}: ${cases} cases, ${open} left open on a busy machine, ${red.length} red, ${escaped.length} escaped`,
  );
  for (const line of [...red, ...escaped]) console.log(`  ${line}`);
}
