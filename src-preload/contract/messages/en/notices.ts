/** Notices in English: what happened, and what the user can do. For the page and the terminal. */
import { counted, type NoticeSentences, timeText } from '../notice-text.ts';

const returnedJobs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [`${counted(count, 'job that had been sent is', 'jobs that had been sent are')} back in the queue.`];
const heldBackJobs = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `${counted(count, 'unsent job does', 'unsent jobs do')} not start by ${count === 1 ? 'itself' : 'themselves'}.`,
      ];

export const notices: NoticeSentences = {
  'database-restored': ({ backedUpAt, aside, isComplete, returned, heldBack }) => ({
    what: [
      `The list of jobs and results was damaged or missing and was restored from its copy of ${timeText(backedUpAt)}.`,
      ...(isComplete
        ? ['Nothing had changed since then.']
        : [
            'Jobs added after that time and not yet sent are lost.',
            ...returnedJobs(returned),
            ...heldBackJobs(heldBack),
          ]),
    ].join(' '),
    wayOut: [
      ...(isComplete ? [] : ['Check the queue, and add again what is missing.']),
      ...(aside === null ? [] : [`The damaged file is kept as ${aside}.`]),
      ...(isComplete && aside === null ? ['You need not do anything.'] : []),
    ].join(' '),
  }),
  'database-begun-again': ({ returned }) => ({
    what: [
      'The list of jobs and results was gone and no copy of it could be used, so a new one was started.',
      'Your results are found again in their folders; jobs that were not sent yet are lost.',
      ...returnedJobs(returned),
    ].join(' '),
    wayOut: 'Check the queue, or restore the data folder from a backup of your own.',
  }),
  'database-perhaps-older': ({ heldBack, returned }) => ({
    what: [
      'The list of jobs and results is an older copy.',
      'Jobs added since and not yet sent are lost.',
      ...returnedJobs(returned),
      ...heldBackJobs(heldBack),
    ].join(' '),
    wayOut: 'Check the queue, and add again what is missing.',
  }),
  'catalogue-rebuilt': ({ found }) => ({
    what: `${counted(found, 'result', 'results')} restored to the library.`,
    wayOut: 'No action is needed.',
  }),
  'items-left-alone': ({ newer, others }) => ({
    what: `${counted(newer + others, 'library folder was', 'library folders were')} skipped: ${[
      ...(newer > 0 ? [`made by a newer version (${newer})`] : []),
      ...(others > 0 ? [`unreadable or misplaced (${others})`] : []),
    ].join(', or ')}.`,
    wayOut: 'Rescan the library in Settings to see which. Nothing in them was changed.',
  }),
  'library-away': ({ folder }) => ({
    what: `The library location is not available (${folder}).`,
    wayOut: 'Connect its disk. Until then finished jobs wait; nothing is lost.',
  }),
  'library-read-only': ({ folder }) => ({
    what: `The library location is read-only (${folder}).`,
    wayOut:
      'Allow writing there, or move the library in Settings. Until then finished jobs wait; nothing is lost.',
  }),
  'page-reloaded': () => ({
    what: 'The page of the window crashed and was loaded again.',
    wayOut:
      'Jobs continued meanwhile, and nothing was sent or charged again. Check the choices you had made.',
  }),
  'unexpected-error': () => ({
    what: 'An unexpected error occurred; a note of it is in the logs of this computer.',
    wayOut:
      'If something no longer responds, start Understudy again: jobs are resumed, and nothing is charged again.',
  }),
};
