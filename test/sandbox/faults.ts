/** What a stand-in server is told to do wrong. Counts are used up one by one. */

export type Faults = {
  /** Answers the next submits in this way instead of accepting them. */
  submit:
    | 'none'
    | 'unauthorized'
    | 'no-credit'
    | 'rate-limited'
    | 'refused-list'
    | 'refused-text'
    | 'server-error'
    | 'dropped-before-reading'
    | 'dropped-after-accepting'
    | 'malformed';
  /** What a job comes to. */
  outcome: 'done' | 'completed-with-error' | 'result-422';
  /** How many looks at a job say that it waits, then that it runs. */
  queuePolls: number;
  runPolls: number;
  /** The next results answer 504. */
  resultTimeouts: number;
  /** The next status reads answer 503. */
  statusErrors: number;
  /** The next downloads answer 404. */
  missingDownloads: number;
  /** The next downloads break off half-way. */
  halfDownloads: number;
  /** The next uploads answer 500. */
  uploadErrors: number;
};

export const noFaults: Faults = {
  submit: 'none',
  outcome: 'done',
  queuePolls: 2,
  runPolls: 2,
  resultTimeouts: 0,
  statusErrors: 0,
  missingDownloads: 0,
  halfDownloads: 0,
  uploadErrors: 0,
};

/** True as often as the count says, and one less each time. */
export const takeOne = (
  faults: Faults,
  name: { [K in keyof Faults]: Faults[K] extends number ? K : never }[keyof Faults],
): boolean => {
  if (faults[name] <= 0) return false;
  faults[name] -= 1;
  return true;
};
