/** `npm run faults`: every paid model with every fault; the job's outcome, its charge, and the requests. */
import { parseArgs } from 'node:util';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';
import { toolEnvironment } from '#test/fixtures/runs.ts';
import { startSandboxes } from './all.ts';
import { faultCases } from './fault-cases.ts';
import { type FaultRow, runFault } from './fault-run.ts';

Object.assign(process.env, toolEnvironment);

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    model: { type: 'string' },
    /** A part of the names of faults. */
    fault: { type: 'string', default: '' },
  },
});
const models = [fal, novita, aimlapi, runpod]
  .flatMap((provider) => provider.models)
  .filter(({ id }) => values.model === undefined || id === values.model);

const faults = faultCases.filter(({ name }) => name.includes(values.fault));

const columns = ['model', 'fault', 'state', 'code', 'charged', 'submits', 'uploadBytes'] as const;
const widths: Record<(typeof columns)[number], number> = {
  model: 22,
  fault: 30,
  state: 8,
  code: 22,
  charged: 8,
  submits: 8,
  uploadBytes: 11,
};
const line = (row: Readonly<Record<(typeof columns)[number], string | number>>): string =>
  columns.map((column) => String(row[column]).padEnd(widths[column])).join(' ');

const sandboxes = await startSandboxes();
const rows: FaultRow[] = [];
if (!values.json) console.log(columns.map((column) => column.padEnd(widths[column])).join(' '));
for (const model of models)
  for (const fault of faults) {
    const row = await runFault({ sandboxes, model, fault });
    rows.push(row);
    if (!values.json) console.log(`${line(row)}${row.isAsExpected ? '' : '  <- unexpected'}`);
  }
await sandboxes.close();

const wrong = rows.filter(({ isAsExpected }) => !isAsExpected).length;
const maxSubmits = Math.max(...rows.map(({ submits }) => submits));
if (values.json) console.log(JSON.stringify(rows, null, 2));
else
  console.log(
    `\n${models.length} models x ${faults.length} faults = ${rows.length} runs; most submits in one: ${maxSubmits}; unexpected: ${wrong}`,
  );
process.exitCode = wrong === 0 ? 0 : 1;
