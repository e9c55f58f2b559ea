/** The account book: what was asked for, what the stand-ins took, and what is here, held against each other. Pure. */
import type { AppError } from '#contract/errors.ts';
import { isSettled } from '#contract/rules/settled.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import { judgeBatches } from './audit-batches.ts';
import { judgeLibrary } from './audit-library.ts';
import { judgeMoney, moneyCounts } from './audit-money.ts';
import type { Audit, Facts } from './facts.ts';
import { type Accepted, promptsOf } from './ledger-facts.ts';

/** A run that the provider itself took and then failed: its policy decides what is charged. */
const runFailed: readonly AppError['code'][] = [
  'provider-failed',
  'provider-refused',
  'content-refused',
  'provider-answer-invalid',
];

const named = ({ provider, runId }: Accepted): string => `run ${runId} of ${provider}`;

const errorIn = ({ state }: JobRecord): AppError | null => ('error' in state ? state.error : null);

const told = (record: JobRecord): string => {
  const error = errorIn(record);
  return error === null
    ? record.state.kind
    : `${record.state.kind} (${error.code}, charged ${error.charged}, ${error.detail ?? 'no detail'})`;
};

/** What is wrong with how one accepted run ended here; none: it is kept once, or waits, failed or is unsure. */
const judgeRun = (run: Accepted, { ledger, disk, deleted }: Facts): readonly string[] => {
  const [prompt, ...others] = promptsOf(run, ledger.sent);
  if (prompt === undefined || others.length > 0)
    return [`${named(run)} was asked for by ${[prompt, ...others].join(' and ') || 'nobody'}`];
  const [record, ...more] = disk.records.filter(({ choices }) => choices.prompt === prompt);
  if (record === undefined || more.length > 0)
    return [`"${prompt}" was accepted and is ${more.length + (record ? 1 : 0)} jobs here`];
  const items = disk.kept.filter(({ item }) => item?.jobId === record.id);
  const error = errorIn(record);
  switch (record.state.kind) {
    case 'done': {
      // What a person had deleted is rightly gone; where nobody has answered, it may be.
      if (items.length === 0 && deleted.some(({ item }) => item.jobId === record.id)) return [];
      if (items.length !== 1) return [`"${prompt}" is done and in the library ${items.length} times`];
      const isIts = items[0]?.item?.result.facts.sha256 === run.videoSha256;
      return isIts ? [] : [`"${prompt}" is in the library with another run's result`];
    }
    case 'failed':
    case 'unsure':
    case 'waiting': {
      const isCalledFree = error?.charged === 'no' && !runFailed.includes(error.code);
      return [
        ...(items.length > 0 ? [`"${prompt}" is ${record.state.kind} and in the library`] : []),
        ...(isCalledFree ? [`"${prompt}" was accepted and is called free: ${told(record)}`] : []),
      ];
    }
    default:
      return [`"${prompt}" was accepted and is ${told(record)}`];
  }
};

const judgeSubmits = ({ approvals, ledger }: Facts): readonly string[] => {
  const ofEach = approvals.flatMap(({ prompt }) => {
    const count = ledger.sent.filter((sent) => sent.prompt === prompt).length;
    return count > 1 ? [`"${prompt}" was sent for ${count} times`] : [];
  });
  const unasked = ledger.sent.filter(
    ({ prompt }) => prompt !== null && !approvals.some((approval) => approval.prompt === prompt),
  );
  // What was dropped unread cannot be named, but must fit into what was approved.
  const providers = [...new Set(ledger.sent.map(({ provider }) => provider))];
  const tooMany = providers.flatMap((provider) => {
    const count = ledger.sent.filter((sent) => sent.provider === provider).length;
    const allowed = approvals.filter((approval) => approval.provider === provider).length;
    return count > allowed ? [`${provider} was sent ${count} submits for ${allowed} approvals`] : [];
  });
  return [
    ...ofEach,
    ...unasked.map(({ prompt }) => `"${prompt}" was sent for and never approved`),
    ...tooMany,
  ];
};

const judgeJobs = (facts: Facts): readonly string[] => {
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
      ...(state.kind === 'done' && !isAccepted ? [`"${prompt}" is done, and nobody ran it`] : []),
      ...(state.kind === 'failed' && !mayFail
        ? [`"${prompt}" failed where nothing went wrong: ${told(record)}`]
        : []),
      ...(state.kind === 'failed' && state.download !== null
        ? [`"${prompt}" is paid for, and its result cannot be fetched: ${told(record)}`]
        : []),
    ];
  });
  return [...lost, ...each];
};

/** What lies in the bucket is either needed by an unsure job, or its deletion was refused and is remembered. */
const judgeBucket = ({ disk, objects, hasFaults }: Facts): readonly string[] => {
  const unsureIds = disk.records.filter(({ state }) => state.kind === 'unsure').map(({ id }): string => id);
  return objects.flatMap((object) => {
    const jobId = disk.remembered.find((one) => one.object === object)?.jobId;
    if (jobId === undefined) return [`the bucket holds ${object}, of which nothing is known here`];
    return unsureIds.includes(jobId) || hasFaults
      ? []
      : [`the bucket still holds ${object} of a job at rest`];
  });
};

export const keepAudit = (facts: Facts): Audit => {
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
      'items deleted for ever': facts.deleted.length,
      'batches ordered': new Set(disk.records.flatMap(({ batchId }) => batchId ?? [])).size,
      'jobs of batches': disk.records.filter(({ batchId }) => batchId !== null).length,
      'jobs called off': ofState('cancelled').length,
      'jobs unsure': ofState('unsure').length,
      'unsure, and accepted': ofState('unsure').filter(isAccepted).length,
      'jobs failed': ofState('failed').length,
      'failed, and accepted': ofState('failed').filter(isAccepted).length,
      ...moneyCounts(facts),
      'objects left in the bucket': facts.objects.length,
      'files that should not be there': disk.strays.length,
    },
    breaches: [
      ...judgeSubmits(facts),
      ...ledger.accepted.flatMap((run) => judgeRun(run, facts)),
      ...judgeJobs(facts),
      ...judgeBatches(facts),
      ...judgeMoney(facts),
      ...judgeLibrary(facts),
      ...judgeBucket(facts),
      ...disk.strays.map((path) => `left behind: ${path}`),
      ...errors.map((line) => `logged as an error: ${line}`),
    ],
  };
};
