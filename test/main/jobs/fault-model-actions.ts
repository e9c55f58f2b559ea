/** The user's actions on a job in the fault model. */
import type { Result } from '#contract/errors.ts';
import type { JobAction, JobId } from '#contract/model/job.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import type { Program } from './harness.ts';

/** An action of the user on a job. `retry`: the button with whatever it means; `sent-as`: with the provider's own id. */
export type Word =
  | 'cancel'
  | 'stop-polling'
  | 'retry'
  | 'find'
  | 'dismiss'
  | 'sent'
  | 'sent-as'
  | 'not-sent'
  | 'send-again';

export const wordsThatPay: readonly Word[] = ['retry', 'send-again'];
/** The job actions that offer each of them. */
export const buttons: { readonly [W in Word]: readonly JobAction[] } = {
  cancel: ['cancel'],
  'stop-polling': ['stop-polling'],
  retry: ['retry', 'retry-download', 'poll-again'],
  find: ['find'],
  dismiss: ['dismiss'],
  sent: ['resolve'],
  'sent-as': ['resolve'],
  'not-sent': ['resolve'],
  'send-again': ['resolve'],
};

export const say = async ({ jobs }: Program, id: JobId, word: Word): Promise<Result<unknown>> => {
  switch (word) {
    case 'sent':
    case 'not-sent':
    case 'send-again':
      return jobs.resolve(id, { as: word, allowOverLimit: true });
    case 'sent-as':
      return jobs.resolve(id, { as: 'sent', providerJobId: 'r1' });
    case 'stop-polling':
      return jobs.stopPolling(id);
    default:
      return word === 'retry' ? jobs.retry(id, { allowOverLimit: true }) : jobs[word](id);
  }
};

/** All retries of this job, and the retries of those. */
export const triesOf = (id: JobId, records: readonly JobRecord[]): readonly JobRecord[] =>
  records
    .filter(({ parentId }) => parentId === id)
    .flatMap((record) => [record, ...triesOf(record.id, records)]);
