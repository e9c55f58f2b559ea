/** `npm run bench:waiting`: CPU time of the program with 100 waiting jobs, with stand-ins that never finish a run. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultFraming } from '#contract/model/choices.ts';
import { programFolder } from '#main/program-folder.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';
import { startSandboxes } from '#test/sandbox/all.ts';
import type { Approval } from '#test/tools/soak/messages.ts';
import { type Program, startProgram } from '#test/tools/soak/program.ts';

const jobs = 100;
const measuredSec = 60;
/** Limit, as a fraction of one core. */
const maxShare = 0.02;
/** On Linux, see `getconf CLK_TCK`. */
const ticksPerSec = 100;

const sample = (name: string): string => join(programFolder, 'resources', 'sample', name);

/** CPU time of a process without its children, in seconds. */
const processorSec = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // Fields 14 and 15, counted after the name, which may contain any character.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSec;
};

const models = [fal, novita, aimlapi, runpod].flatMap((provider) => provider.models.slice(0, 1));
const modelFor = (place: number) => {
  const model = models[place % models.length];
  if (model === undefined) throw new Error('There are no models.');
  return model;
};

const approvalOf = (place: number): Approval => ({
  prompt: `waiting ${place + 1}`,
  imagePath: sample('character.png'),
  videoPath: sample('motion.mp4'),
  choices: {
    modelId: modelFor(place).id,
    orientation: 'video',
    trim: null,
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
  },
});

const waiting = (program: Program): number =>
  program.jobs().filter(({ state }) => state.kind === 'waiting').length;

/** Number of requests to the stand-ins so far; all are answered. */
const answered = (): number => Object.values(sandboxes.of).reduce((sum, { log }) => sum + log.length, 0);

const home = await mkdtemp(join(tmpdir(), 'understudy-waiting-'));
const sandboxes = await startSandboxes({ faults: { queuePolls: 1_000_000 } });
try {
  const concurrency = Object.fromEntries(Object.keys(sandboxes.of).map((provider) => [provider, jobs]));
  await writeFile(join(home, 'settings.json'), JSON.stringify({ queue: { isPaused: false, concurrency } }));
  const program = await startProgram({
    beginning: { epochMs: Date.now(), speed: 1, prefers: 'fal', concurrency: null, isCompanion: false },
    cwd: home,
    environment: { ...sandboxes.environment, UNDERSTUDY_HOME: home },
  });
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened)
    throw new Error(`The program did not open: ${JSON.stringify(opened)}`);
  for (let place = 0; place < jobs; place += 1) {
    const answer = await program.act({ kind: 'submit', approval: approvalOf(place) });
    if (answer === 'ended' || answer.code !== null)
      throw new Error(`Job ${place + 1} was not taken: ${JSON.stringify(answer)}`);
  }
  while (waiting(program) < jobs && !program.hasEnded()) await delay(200);
  // Runs older than a minute are polled less often, and most runs are older.
  await delay(70_000);
  const answeredBefore = answered();
  const before = await processorSec(program.pid);
  await delay(measuredSec * 1000);
  const share = ((await processorSec(program.pid)) - before) / measuredSec;
  const requests = answered() - answeredBefore;
  const still = waiting(program);
  await program.close();
  const isGood = share < maxShare && still === jobs;
  console.log(`jobs that waited          ${still} of ${jobs}`);
  console.log(`measured for              ${measuredSec} s, from 70 s after the last was accepted`);
  console.log(`requests answered         ${requests}, ${(requests / measuredSec).toFixed(1)} each second`);
  console.log(`processor, of one core    ${(share * 100).toFixed(2)} %  (bar: under ${maxShare * 100} %)`);
  // On a busy machine shared caches make the same work slower.
  console.log(`busy, of the whole machine ${loadavg()[0]?.toFixed(1)} processes in the last minute`);
  console.log(isGood ? 'good' : 'MISSED');
  process.exitCode = isGood ? 0 : 1;
} finally {
  await sandboxes.close();
  await rm(home, { recursive: true, force: true });
}
