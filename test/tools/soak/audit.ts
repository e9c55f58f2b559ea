/** The audit: compares approvals, the runs accepted by the sandboxes, and the data folder. Pure. */
import type { AppError } from '#contract/errors.ts';
import { isSettled } from '#contract/model/job.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { checkBatches } from './audit-batches.ts';
import { checkLibrary } from './audit-library.ts';
import { checkMoney, moneyCounts } from './audit-money.ts';
import type { Audit, Facts } from './facts.ts';
import { type Accepted, promptsOf } from './ledger-facts.ts';

/** Errors of a run that the provider accepted and then failed; the provider decides whether it is charged. */
const runFailed: readonly AppError['code'][] = [
  'provider-failed',
  'provider-refused',
  'content-refused',
  'provider-answer-invalid',
];

const named = ({ provider, runId }: Accepted): string => `run ${runId} of ${provider}`;

const errorIn = ({ state }: JobRecord): AppError | null => ('error' in state ? state.error : null);

const describe = (record: JobRecord): string => {
  const error = errorIn(record);
  return error === null
    ? record.state.kind
    : `${record.state.kind} (${error.code}, charged ${error.charged}, ${error.detail ?? 'no detail'})`;
};

/** The breaches of one accepted run. Accepted: saved once, waiting, failed or unsure. */
const checkRun = (run: Accepted, { ledger, disk, deleted }: Facts): readonly string[] => {
  const [prompt, ...others] = promptsOf(run, ledger.sent);
  if (prompt === undefined || others.length > 0)
    return [`${named(run)} was requested by ${[prompt, ...others].join(' and ') || 'no submit'}`];
  const [record, ...more] = disk.records.filter(({ choices }) => choices.prompt === prompt);
  if (record === undefined || more.length > 0)
    return [`"${prompt}" was accepted and is ${more.length + (record ? 1 : 0)} jobs here`];
  const items = disk.kept.filter(({ item }) => item?.jobId === record.id);
  const error = errorIn(record);
  switch (record.state.kind) {
    case 'done': {
      // The item may be missing after a deletion, confirmed or not.
      if (items.length === 0 && deleted.some(({ item }) => item.jobId === record.id)) return [];
      if (items.length !== 1) return [`"${prompt}" is done and in the library ${items.length} times`];
      const isIts = items[0]?.item?.result.facts.sha256 === run.videoSha256;
      return isIts ? [] : [`"${prompt}" is in the library with another run's result`];
    }
    case 'failed':
    case 'unsure':
    case 'waiting': {
      const isReportedFree = error?.charged === 'no' && !runFailed.includes(error.code);
      return [
        ...(items.length > 0 ? [`"${prompt}" is ${record.state.kind} and in the library`] : []),
        ...(isReportedFree
          ? [`"${prompt}" was accepted and is reported as not charged: ${describe(record)}`]
          : []),
      ];
    }
    default:
      return [`"${prompt}" was accepted and is ${describe(record)}`];
  }
};

const checkSubmits = ({ approvals, ledger }: Facts): readonly string[] => {
  const ofEach = approvals.flatMap(({ prompt }) => {
    const count = ledger.sent.filter((sent) => sent.prompt === prompt).length;
    return count > 1 ? [`"${prompt}" was submitted ${count} times`] : [];
  });
  const unapproved = ledger.sent.filter(
    ({ prompt }) => prompt !== null && !approvals.some((approval) => approval.prompt === prompt),
  );
  // Dropped requests have no prompt, but count against the approvals.
  const providers = [...new Set(ledger.sent.map(({ provider }) => provider))];
  const tooMany = providers.flatMap((provider) => {
    const count = ledger.sent.filter((sent) => sent.provider === provider).length;
    const allowed = approvals.filter((approval) => approval.provider === provider).length;
    return count > allowed ? [`${provider} received ${count} submits for ${allowed} approvals`] : [];
  });
  return [
    ...ofEach,
    ...unapproved.map(({ prompt }) => `"${prompt}" was submitted and never approved`),
    ...tooMany,
  ];
};

const checkJobs = (facts: Facts): readonly string[] => {
  const { approvals, disk, ledger, hasFaults, isSmallDisk } = facts;
  const lost = approvals.flatMap(({ prompt }) => {
    const count = disk.records.filter(({ choices }) => choices.prompt === prompt).length;
    return count === 1 ? [] : [`"${prompt}" was approved once and is ${count} jobs`];
  });
  const each = disk.records.flatMap((record) => {
    const { prompt } = record.choices;
    const { state } = record;
    const error = errorIn(record);
    const isAccepted = ledger.accepted.some((run) => promptsOf(run, ledger.sent).includes(prompt));
    const mayFail = hasFaults || (isSmallDisk && error?.code === 'disk-full');
    return [
      ...(isSettled(state) ? [] : [`"${prompt}" still is ${state.kind}`]),
      ...(state.kind === 'done' && !isAccepted ? [`"${prompt}" is done without an accepted run`] : []),
      ...(state.kind === 'failed' && !mayFail
        ? [`"${prompt}" failed without a fault: ${describe(record)}`]
        : []),
      ...(state.kind === 'failed' && state.download !== null
        ? [`"${prompt}" is charged, and its result cannot be downloaded: ${describe(record)}`]
        : []),
    ];
  });
  return [...lost, ...each];
};

/** An object in the bucket belongs to an unsure job, or its deletion failed and is recorded. */
const checkBucket = ({ disk, objects, hasFaults }: Facts): readonly string[] => {
  const unsureIds = disk.records.filter(({ state }) => state.kind === 'unsure').map(({ id }): string => id);
  return objects.flatMap((object) => {
    const jobId = disk.remembered.find((one) => one.object === object)?.jobId;
    if (jobId === undefined) return [`the bucket contains ${object}, which the program does not record`];
    return unsureIds.includes(jobId) || hasFaults
      ? []
      : [`the bucket still contains ${object} of a settled job`];
  });
};

export const auditFacts = (facts: Facts): Audit => {
  const { approvals, ledger, disk, hasFaults, isSmallDisk } = facts;
  const ofState = (kind: JobRecord['state']['kind']) =>
    disk.records.filter(({ state }) => state.kind === kind);
  const isAccepted = ({ choices }: JobRecord) =>
    ledger.accepted.some((run) => promptsOf(run, ledger.sent).includes(choices.prompt));
  const errors = hasFaults || isSmallDisk ? [] : disk.logged;
  return {
    counts: {
      approvals: approvals.length,
      'submits that arrived': ledger.sent.length,
      'runs accepted': ledger.accepted.length,
      'jobs done': ofState('done').length,
      'items in the library': disk.kept.length,
      'of them in the trash': disk.kept.filter(({ marks }) => marks?.removedAt).length,
      'items with a note': disk.kept.filter(({ marks }) => marks?.notes).length,
      'items deleted permanently': facts.deleted.length,
      'batches ordered': new Set(disk.records.flatMap(({ batchId }) => batchId ?? [])).size,
      'jobs of batches': disk.records.filter(({ batchId }) => batchId !== null).length,
      'jobs cancelled': ofState('cancelled').length,
      'jobs unsure': ofState('unsure').length,
      'unsure, and accepted': ofState('unsure').filter(isAccepted).length,
      'jobs failed': ofState('failed').length,
      'failed, and accepted': ofState('failed').filter(isAccepted).length,
      ...moneyCounts(facts),
      'objects left in the bucket': facts.objects.length,
      'unexpected files': disk.strays.length,
    },
    breaches: [
      ...checkSubmits(facts),
      ...ledger.accepted.flatMap((run) => checkRun(run, facts)),
      ...checkJobs(facts),
      ...checkBatches(facts),
      ...checkMoney(facts),
      ...checkLibrary(facts),
      ...checkBucket(facts),
      ...disk.strays.map((path) => `left behind: ${path}`),
      ...errors.map((line) => `logged as an error: ${line}`),
    ],
  };
};
