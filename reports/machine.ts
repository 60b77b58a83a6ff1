import type { Effect, MachineReport, Place, Remark, Trouble } from '../harness/contracts/machine.ts';
import { visible } from '../harness/text/visible.ts';
import { fill } from './layout.ts';
import { openGrid } from './table.ts';

/** Columns: the sign, what was looked at, what was seen. */
const SIGN = 4;
const GAP = 2;
const LEAST_TEXT = 30;

const signs: Readonly<Record<Remark['state'], string>> = { works: '✓', lacking: '✗', untried: '-' };

/** What a machine can do as text: a table an interface and one for the machine, each lack with its mend, then the usual troubles. */
export function renderMachine({ platform, node, places, troubles }: MachineReport, width: number): string {
  const labels = Math.max(0, ...places.flatMap(({ findings }) => findings.map(({ about }) => about.length))) + GAP;
  const text = Math.max(LEAST_TEXT, width - SIGN - labels);
  return [
    `${platform}, Node ${node}`,
    ...places.map((place) => placeLines(place, labels, text).join('\n')),
    lackCount(places),
    [
      'The usual troubles, which no probe of one machine sees',
      ...troubles.flatMap((one) => troubleLines(one, width)),
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function placeLines({ name, description, findings }: Place, labels: number, width: number): readonly string[] {
  const grid = openGrid([SIGN, labels, width]);
  for (const remark of findings)
    grid.push([
      `  ${signs[remark.state]}`,
      remark.about,
      paragraphs(remark)
        .flatMap((one) => filled(one, width - 1))
        .join('\n'),
    ]);
  const title = visible(description === '' ? name : `${name} (${description})`);
  return [
    title,
    ...grid
      .toString()
      .split('\n')
      .map((line) => line.trimEnd()),
  ];
}

function paragraphs({ state, says, mend, effect }: Remark): readonly string[] {
  return [
    says,
    ...(effect === undefined ? [] : [effectText(effect)]),
    ...(mend === undefined ? [] : [`${state === 'untried' ? 'to try it' : 'mend'}: ${mend}`]),
  ];
}

function effectText({ rows, become }: Effect): string {
  return `${become === 'inconclusive' ? 'stay inconclusive' : 'are judged from less'}: ${rows.join(', ')}`;
}

function lackCount(places: readonly Place[]): string {
  const states = places.flatMap(({ findings }) => findings.map(({ state }) => state));
  const count = (wanted: Remark['state']) => states.filter((state) => state === wanted).length;
  return `${count('works')} work, ${count('lacking')} lacking, ${count('untried')} not tried`;
}

function troubleLines({ name, sign, mend }: Trouble, width: number): readonly string[] {
  const indented = (text: string) => filled(text, width - 4).map((line) => `    ${line}`);
  return [`  ${name}`, ...indented(`sign: ${sign}`), ...indented(`mend: ${mend}`)];
}

/** Names of interfaces and words of other programs stand in these texts: nothing in them may move the terminal's own. */
function filled(text: string, width: number): readonly string[] {
  return fill(visible(text).split(' '), width);
}
