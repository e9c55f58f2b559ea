/** Texts of a run whose outcome is not known yet: how long it may take, and what to do about a lost answer. */
import { inHours, inMinutes, isHours } from '../durations.ts';

export const unsure = {
  waiting: {
    left: (sec: number): string => {
      if (isHours(sec)) return `about ${inHours(sec)} h left`;
      return sec < 60 ? 'less than a minute left' : `about ${inMinutes(sec)} min left`;
    },
    cancelRequested: 'Cancel requested. The job may still run and be charged; its result is then kept.',
  },
  details: { show: 'Cost and transfers', hide: 'Hide details' },
  title: 'Did this job start?',
  lost: (provider: string): string =>
    `The request was sent to ${provider}, but the response was lost. The job may be running there and may be charged. Understudy does not send it again by itself.`,
  known: 'Details',
  model: 'Model',
  lostAt: 'Response lost',
  stake: 'Possible charge',
  stakeOf: (price: string): string => `about ${price}`,
  stakeUnknown: 'price unknown',
  find: 'Look up the job',
  findMeans: (provider: string): string => `Asks ${provider} whether it has this request. Free of charge.`,
  finding: (provider: string): string => `Asking ${provider}`,
  absent: (provider: string): string =>
    `${provider} does not list the request yet; a running job may be listed later. Check your account there before you answer \u201cNo, not found\u201d.`,
  open: (provider: string): string => `Open your jobs at ${provider}`,
  openMeans: (at: string): string => `Look for a job submitted at about ${at}.`,
  sentMeans: 'The job is running or has finished, and is charged.',
  requestId: 'Request ID',
  requestIdHint:
    'With the ID, the result is downloaded when it is finished. Without it, download the result from the provider yourself.',
  sent: 'Yes, it started',
  notSentMeans: 'The job ends here as not submitted. Nothing is charged.',
  notSent: 'No, not found',
  againMeans: 'A new job is submitted. Both may be charged.',
  again: 'Generate again anyway',
  againAsks: (price: string | null): string =>
    price === null
      ? 'It may be charged twice. Nothing is submitted until you press the button below.'
      : `It may be charged twice, about ${price} each time. Nothing is submitted until you press the button below.`,
  againSure: 'Generate again (may be charged twice)',
  leave: 'Decide later',
};
export type UnsureMessages = typeof unsure;
