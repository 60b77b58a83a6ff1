import { formats } from '../../reports/index.ts';
import { largeRun } from '../../reports/large-sample.ts';

/** `npm run bench`: how long each format takes over a run of 1,000 cases of which 300 failed, and how large it is. */
const run = largeRun();

/** The best of so many: what else the machine does only adds to a time. */
const TIMES = 5;

for (const { name, load } of formats) {
  const { render } = await load();
  const options = { color: false, width: 100, teaches: true };
  const times = Array.from({ length: TIMES }, () => {
    const began = performance.now();
    render(run, options);
    return performance.now() - began;
  });
  const kib = Math.round(Buffer.byteLength(render(run, options)) / 1024);
  console.log(
    `${name.padEnd(12)} ${Math.min(...times)
      .toFixed(0)
      .padStart(6)} ms ${String(kib).padStart(6)} KiB`,
  );
}
