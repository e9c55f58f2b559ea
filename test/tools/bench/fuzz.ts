/**
 * Feeds many broken files, and valid ones whose headers contradict their content, to the media module:
 * `node test/tools/bench/fuzz.ts --cases 2000 --contradicting 220 --seed 1`. Exit status 1 if one has a wrong result.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contradict } from '#test/main/media/ffmpeg/contradicting-run.ts';
import { countsOf, fuzz } from '#test/main/media/ffmpeg/fuzz-run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    /** Number of valid files with contradicting headers: each is created, fitted and measured by decoding. */
    contradicting: { type: 'string', default: '220' },
    seed: { type: 'string', default: '1' },
    'fit-every': { type: 'string', default: '4' },
    /** Also prints each failed fit. */
    verbose: { type: 'boolean', default: false },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);

const slowMs = 20_000;
const folder = await mkdtemp(join(tmpdir(), 'understudy-fuzz-'));
// Temporary files must be created here as well, so that they can be counted.
process.env.TMPDIR = folder;
const before = process.memoryUsage().rss;
const started = performance.now();
let done = 0;
const all = await fuzz({
  folder,
  cases: Number(values.cases),
  firstSeed: Number(values.seed),
  fitEvery: Number(values['fit-every']),
  onEach: (one) => {
    done += 1;
    const isReported = values.verbose && one.fitted !== null && one.fitted !== 'fitted';
    if (isReported || !one.isGood || one.left.length > 0 || one.tookMs > slowMs) print(JSON.stringify(one));
    if (done % 100 === 0) process.stderr.write(`${done} of ${values.cases}\n`);
  },
});
const contradicted = await contradict({
  folder,
  cases: Number(values.contradicting),
  firstSeed: Number(values.seed),
  onEach: ({ name, how, outcome, faults }) => {
    if (values.verbose || faults.length > 0)
      print(`${name}: ${how}: ${outcome}${faults.map((fault) => `\n    ${fault}`).join('')}`);
  },
});
const left = await readdir(folder);
await rm(folder, { recursive: true, force: true });
for (const [outcome, count] of Object.entries(countsOf(all)))
  print(`${String(count).padStart(6)}  ${outcome}`);
const tookMs = all.map((one) => one.tookMs).sort((one, other) => one - other);
print(
  `${all.length} files in ${((performance.now() - started) / 1000).toFixed(1)} s, the longest ${tookMs.at(-1)?.toFixed(0)} ms`,
);
print(
  `own memory grew by ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB; files left behind: ${left.length}`,
);
const sent = contradicted.filter(({ outcome }) => outcome.startsWith('sent')).length;
const refused = contradicted.filter(({ outcome }) => outcome.startsWith('refused')).length;
const wrong = contradicted.filter(({ faults }) => faults.length > 0);
print(
  `${contradicted.length} files with contradicting headers: ${sent} sent within the limits as decoded, ${refused} refused with a reason, ${wrong.length} wrong`,
);
const bad = all.filter(({ isGood, left: strays }) => !isGood || strays.length > 0);
print(`${bad.length} with a wrong result`);
process.exitCode = bad.length + wrong.length + left.length > 0 ? 1 : 0;
