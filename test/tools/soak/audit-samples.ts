/** Facts without a breach: one run, approved, accepted, saved and charged once. */
import { noMarks } from '#contract/model/marks.ts';
import type { JobRecord, StoredState } from '#main/jobs/record.ts';
import { itemId, itemOf, jobRecord, statesIn, videoFacts } from '#test/main/jobs/samples.ts';
import { auditFacts } from './audit.ts';
import type { Entry } from './disk.ts';
import type { Facts } from './facts.ts';

const videoSha256 = videoFacts.sha256;
export const states = statesIn('/work');
export const sent = { provider: 'fal', prompt: 'a dance', videoSha256 };
export const accepted = { provider: 'fal', runId: 'r1', videoSha256 };
export const folder = `2026-11/${itemId}`;
export const record = (state: StoredState, id = 'j1'): JobRecord =>
  jobRecord(id, { state, prompt: 'a dance' });
export const kept = { folder, item: itemOf(record(states.done)), marks: noMarks, flaws: [] };

/** 8 s at $0.112. */
export const agreedMicros = 896_000;
const nothingSpent = { runs: 0, estimateMicros: 0, billedMicros: 0, countedMicros: 0, unknownRuns: 0 };
const spent = { ...nothingSpent, runs: 1, estimateMicros: agreedMicros, countedMicros: agreedMicros };

/** The ledger with these entries for the one job, and their sum. */
export const recorded = (
  ...charged: readonly Entry['charged'][]
): Pick<Facts['disk'], 'ledger' | 'spending'> => {
  const sum = charged.some((one) => one !== 'no') ? spent : nothingSpent;
  return {
    ledger: charged.map((one) => ({
      jobId: 'j1',
      estimateMicros: agreedMicros,
      billedMicros: null,
      charged: one,
    })),
    spending: { day: sum, month: sum, waitingMicros: 0 },
  };
};

export const good: Facts = {
  hasFaults: false,
  isSmallDisk: false,
  approvals: [{ prompt: 'a dance', provider: 'fal', agreedMicros }],
  batches: [],
  ledger: { sent: [sent], accepted: [accepted] },
  disk: {
    records: [record(states.done)],
    kept: [kept],
    catalogued: [{ folder, marks: noMarks }],
    ...recorded('yes'),
    remembered: [],
    strays: [],
    logged: [],
  },
  objects: [],
  expectedMarks: new Map(),
  deleted: [],
};

export const notKept = { kept: [], catalogued: [] };
export const onDisk = (disk: Partial<Facts['disk']>) => ({ disk: { ...good.disk, ...disk } });
export const breachesOf = (facts: Partial<Facts>) => auditFacts({ ...good, ...facts }).breaches;
