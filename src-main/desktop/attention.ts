/** What the window reports of the queue while it is not in front: notifications, progress, and runs that need an answer. */
import type { CommandMessages } from '#contract/messages/en/commands.ts';
import { isSettled, type Job, type JobId, type JobStateKind } from '#contract/model/job.ts';

/** States of the last snapshot; null: there was none, so nothing is new. */
export type KnownStates = ReadonlyMap<JobId, JobStateKind> | null;

export const statesOf = (jobs: readonly Job[]): ReadonlyMap<JobId, JobStateKind> =>
  new Map(jobs.map(({ id, state }) => [id, state.kind]));

const newsKinds = ['done', 'failed', 'unsure'] as const;
type NewsKind = (typeof newsKinds)[number];
type News = { readonly kind: NewsKind; readonly job: Job };

export type Attention = {
  readonly news: readonly News[];
  /** 0..1; null: no run is in progress. */
  readonly progress: number | null;
  /** Number of runs that need an answer of the user. */
  readonly needAnswer: number;
};

/** Where each state begins and ends on the bar of a whole run. Most of a run is spent at the provider. */
const spans: Readonly<Partial<Record<JobStateKind, readonly [from: number, to: number]>>> = {
  preparing: [0, 0.1],
  uploading: [0.1, 0.15],
  starting: [0.15, 0.15],
  waiting: [0.15, 0.95],
  downloading: [0.95, 1],
};

const isInProgress = ({ state }: Job): boolean => spans[state.kind] !== undefined;

/** Mean over the runs in progress; an unknown fraction counts as the begin of its state. */
const progressOf = (jobs: readonly Job[]): number | null => {
  const running = jobs.filter(isInProgress);
  if (running.length === 0) return null;
  const sum = running.reduce((total, { state }) => {
    const [from, to] = spans[state.kind] ?? [0, 0];
    const fraction = 'fraction' in state ? (state.fraction ?? 0) : 0;
    return total + from + (to - from) * fraction;
  }, 0);
  return sum / running.length;
};

const isNews = (kind: JobStateKind): kind is NewsKind => newsKinds.some((known) => known === kind);

export const attentionOf = ({
  before,
  now,
  isFocused,
  notifications,
}: {
  readonly before: KnownStates;
  readonly now: readonly Job[];
  readonly isFocused: boolean;
  /** The user's setting. */
  readonly notifications: boolean;
}): Attention => {
  const news =
    before === null || isFocused || !notifications
      ? []
      : now.flatMap((job) => {
          const { kind } = job.state;
          return isNews(kind) && before.get(job.id) !== kind ? [{ kind, job }] : [];
        });
  return {
    news,
    progress: progressOf(now),
    needAnswer: now.filter(({ state }) => state.kind === 'unsure').length,
  };
};

/** More notifications than this at once become one. */
const maxNotifications = 3;

export type NotificationText = {
  readonly title: string;
  readonly body: string;
  /** The run that a click shows. */
  readonly jobId: JobId;
};

export const notificationsOf = (
  news: readonly News[],
  messages: CommandMessages['news'],
): readonly NotificationText[] => {
  const texts = news.map(({ kind, job }) => ({
    title: messages[kind],
    body: messages.names(job.imageName, job.videoName),
    jobId: job.id,
  }));
  const [first] = texts;
  if (first === undefined || texts.length <= maxNotifications) return texts;
  return [{ title: 'Understudy', body: messages.more(texts.length), jobId: first.jobId }];
};

/** Runs that are not settled: closing the program interrupts the work on them here. */
export const unsettledCount = (jobs: readonly Job[]): number =>
  jobs.filter(({ state }) => !isSettled(state)).length;

/**
 * Whether the system must not suspend the program: only while it encodes or sends files. A run at the provider continues
 * without this machine.
 */
export const isSuspensionBlocked = (jobs: readonly Job[], runningExports: number): boolean =>
  runningExports > 0 || jobs.some(({ state }) => ['preparing', 'uploading', 'starting'].includes(state.kind));
