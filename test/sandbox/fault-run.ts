/** One model and one fault: the real program with the stand-ins, from two files until the job is settled. */
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { PaidProvider, Sandboxes } from './all.ts';
import type { Expected, FaultCase } from './fault-cases.ts';
import { noFaults } from './faults.ts';
import { runAgainst } from './sandbox-run.ts';
import { startServer } from './server.ts';

export type FaultRow = {
  readonly model: string;
  readonly fault: string;
  readonly state: string;
  readonly code: string;
  readonly charged: string;
  readonly submits: number;
  /** Size of the files uploaded before the run, anywhere; inline files are not included. */
  readonly uploadBytes: number;
  readonly isAsExpected: boolean;
};

/** The variable for the address of submits. */
const submitVariable: Readonly<Record<PaidProvider, string>> = {
  fal: 'UNDERSTUDY_FAL_QUEUE_URL',
  novita: 'UNDERSTUDY_NOVITA_URL',
  aimlapi: 'UNDERSTUDY_AIMLAPI_URL',
  runpod: 'UNDERSTUDY_RUNPOD_URL',
};

/** An address whose port is closed. */
const deadEnd = async (): Promise<string> => {
  const { origin, close } = await startServer({ name: 'gone', log: [], handle: () => 'drop' });
  await close();
  return origin;
};

const isExpected = (row: Omit<FaultRow, 'isAsExpected' | 'model' | 'fault'>, expected: Expected): boolean =>
  row.state === expected.state &&
  (expected.codes.length === 0 ? row.code === '-' : expected.codes.some((code) => code === row.code)) &&
  expected.charged.some((charged) => charged === row.charged) &&
  row.submits === expected.submits;

export const runFault = async (request: {
  readonly sandboxes: Sandboxes;
  readonly model: ModelSpec;
  readonly fault: FaultCase;
}): Promise<FaultRow> => {
  const { sandboxes, model, fault } = request;
  if (model.provider === 'demo') throw new Error('The offline model is sent nowhere.');
  const all = Object.values(sandboxes.of);
  for (const { faults } of all) Object.assign(faults, noFaults);
  Object.assign(sandboxes.of[fault.atStorage ? 'fal' : model.provider].faults, fault.faults);
  const submitsBefore = all.reduce((sum, sandbox) => sum + sandbox.submits(), 0);
  const dead = fault.isDead ? { [submitVariable[model.provider]]: await deadEnd() } : {};
  const { job, requests } = await runAgainst(sandboxes, { modelId: model.id }, dead);
  const error = 'error' in job.state ? job.state.error : null;
  const row = {
    state: job.state.kind,
    code: error?.code ?? '-',
    charged: error?.charged ?? '-',
    submits: all.reduce((sum, sandbox) => sum + sandbox.submits(), 0) - submitsBefore,
    uploadBytes: requests
      .filter(({ method, server }) => method === 'PUT' && server === 'cdn')
      .reduce((sum, { bodyBytes }) => sum + bodyBytes, 0),
  };
  return { model: model.id, fault: fault.name, ...row, isAsExpected: isExpected(row, fault.expected) };
};
