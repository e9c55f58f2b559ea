/** Checks the ledger against the sum of the job records. Pure. Amounts in millionths of a US dollar. */
import type { Charged } from '#contract/errors.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import type { Facts } from './facts.ts';
import { promptsOf } from './ledger-facts.ts';

type Due = { readonly charged: Charged; readonly micros: number | null };

const nothing: Due = { charged: 'no', micros: null };

/** The amount billed by the provider, else the estimate that was agreed to. */
const dueFor = (record: JobRecord, { disk, deleted }: Facts): Due => {
  const { state, estimate, id } = record;
  const agreed = 'micros' in estimate ? estimate.micros : null;
  const items = [...disk.kept.flatMap(({ item }) => item ?? []), ...deleted.map(({ item }) => item)];
  switch (state.kind) {
    case 'done':
      return {
        charged: 'yes',
        micros: items.find(({ jobId }) => jobId === id)?.billedMicros ?? agreed,
      };
    case 'downloading':
      return { charged: 'yes', micros: state.billedMicros ?? agreed };
    case 'starting':
    case 'waiting':
    case 'unsure':
      return { charged: 'unknown', micros: agreed };
    case 'failed':
      if (state.error.charged === 'no') return nothing;
      return { charged: state.error.charged, micros: state.download?.billedMicros ?? agreed };
    case 'cancelled':
      return state.charged === 'no' ? nothing : { charged: state.charged, micros: agreed };
    default:
      return nothing;
  }
};

const sum = (amounts: readonly (number | null)[]): number =>
  amounts.reduce<number>((total, micros) => total + (micros ?? 0), 0);

const checkEntry = (record: JobRecord, facts: Facts): readonly string[] => {
  const { prompt } = record.choices;
  const due = dueFor(record, facts);
  const entries = facts.disk.ledger.filter(({ jobId }) => jobId === record.id);
  const [entry] = entries;
  const recorded = entry === undefined || entry.charged === 'no' ? nothing : entry;
  const micros = recorded === nothing ? null : (entry?.billedMicros ?? entry?.estimateMicros ?? null);
  const isRight = recorded.charged === due.charged && micros === due.micros && entries.length <= 1;
  const describe = (charged: Charged, amount: number | null) => `${charged}, ${amount ?? 'amount unknown'}`;
  const agreed = facts.approvals.find((approval) => approval.prompt === prompt)?.agreedMicros;
  const isAsAgreed = entry === undefined || entry.estimateMicros === agreed;
  const isAccepted = facts.ledger.accepted.some((run) => promptsOf(run, facts.ledger.sent).includes(prompt));
  return [
    ...(isRight
      ? []
      : [
          `"${prompt}" is recorded as ${describe(recorded.charged, micros)} instead of ${describe(due.charged, due.micros)}`,
        ]),
    ...(isAsAgreed
      ? []
      : [`"${prompt}" is recorded at ${entry?.estimateMicros} and was agreed at ${agreed}`]),
    ...(isAccepted && entries.length !== 1
      ? [`"${prompt}" was accepted and has ${entries.length} entries in the ledger`]
      : []),
  ];
};

const agreedIn = ({ approvals }: Facts): number => sum(approvals.map(({ agreedMicros }) => agreedMicros));

export const checkMoney = (facts: Facts): readonly string[] => {
  const { disk } = facts;
  const dues = disk.records.map((record) => dueFor(record, facts)).filter(({ charged }) => charged !== 'no');
  const dueMicros = sum(dues.map(({ micros }) => micros));
  const dueUnknown = dues.filter(({ micros }) => micros === null).length;
  const { countedMicros, estimateMicros, runs, unknownRuns } = disk.spending.month;
  const known = new Set<string>(disk.records.map(({ id }) => id));
  return [
    ...disk.records.flatMap((record) => checkEntry(record, facts)),
    ...disk.ledger
      .filter(({ jobId }) => !known.has(jobId))
      .map(({ jobId }) => `the ledger has an entry for ${jobId}, which is no job`),
    ...(countedMicros === dueMicros && runs === dues.length && unknownRuns === dueUnknown
      ? []
      : [
          `the program counts ${countedMicros} for ${runs} runs (${unknownRuns} of unknown price), ` +
            `the jobs sum to ${dueMicros} for ${dues.length} (${dueUnknown})`,
        ]),
    // Billed amounts depend on the provider; the program counts against the estimates that were agreed to.
    ...(estimateMicros <= agreedIn(facts) && runs <= facts.approvals.length
      ? []
      : [
          `${estimateMicros} was spent by the estimates for ${runs} runs, ` +
            `${agreedIn(facts)} was agreed to for ${facts.approvals.length}`,
        ]),
    ...(disk.spending.waitingMicros === 0
      ? []
      : [`${disk.spending.waitingMicros} is reserved without a queued job`]),
  ];
};

export const moneyCounts = (facts: Facts): Readonly<Record<string, number>> => ({
  'entries in the ledger': facts.disk.ledger.length,
  'runs that the ledger counts': facts.disk.spending.month.runs,
  'of unknown price': facts.disk.spending.month.unknownRuns,
  'cents agreed to': Math.round(agreedIn(facts) / 10_000),
  'cents spent by the estimates': Math.round(facts.disk.spending.month.estimateMicros / 10_000),
  'cents that the ledger counts': Math.round(facts.disk.spending.month.countedMicros / 10_000),
});
