/** Sends the next run. Where the program has something to say before it is paid for, the person is asked first. */
import type { AppError } from '#contract/errors.ts';
import type { SubmitInput } from '#contract/ipc.ts';
import { type Approvals, type Guard, noApprovals } from '#contract/model/guard.ts';
import type { Client } from '../bridge/client.ts';
import { selectBlocker, selectRequest } from './selectors.ts';
import type { AppStore, Submit } from './store.ts';

export type GuardActions = {
  readonly generate: () => Promise<void>;
  /** Sends the run that was asked about, with what the question named and nothing else. */
  readonly approve: () => Promise<void>;
  /** The run is not sent. */
  readonly leave: () => void;
  /** The moment after a run was sent is over: the next may follow. */
  readonly readyAgain: () => void;
};

/** What agreeing to this question agrees to. */
export const approvalsFor = ({ repeats, breaches, unknownCosts }: Guard): Approvals => ({
  repeat: repeats.length > 0,
  overCap: breaches.length > 0 || unknownCosts > 0,
});

const isQuestion = ({ code }: AppError): boolean => code === 'repeat-unapproved' || code === 'cap-exceeded';
const saysNothing = (guard: Guard): boolean => {
  const { repeat, overCap } = approvalsFor(guard);
  return !repeat && !overCap;
};

export const createGuardActions = ({ store, client }: { store: AppStore; client: Client }): GuardActions => {
  // A question is about the run as it was then, whatever the page has found out since.
  const asked = new WeakMap<Guard, SubmitInput>();
  const setSubmit = (submit: Submit) => store.setState(({ draft }) => ({ draft: { ...draft, submit } }));
  const submitNow = () => store.getState().draft.submit;

  const ask = async (request: SubmitInput, refusal: AppError): Promise<void> => {
    const guard = await client.call('jobs.guard', { requests: [request] });
    // Meanwhile there may be nothing to say any more; then the next press will do.
    if (!guard.ok || saysNothing(guard.value)) return setSubmit({ kind: 'refused', error: refusal });
    asked.set(guard.value, request);
    setSubmit({ kind: 'asking', guard: guard.value });
  };

  const send = async (request: SubmitInput, approvals: Approvals): Promise<void> => {
    setSubmit({ kind: 'sending' });
    const job = await client.call('jobs.submit', { ...request, approvals });
    if (job.ok) return setSubmit({ kind: 'sent' });
    if (isQuestion(job.error)) return ask(request, job.error);
    setSubmit({ kind: 'refused', error: job.error });
  };

  return {
    generate: async () => {
      const state = store.getState();
      const request = selectRequest(state);
      if (request === null || selectBlocker(state) !== null) return;
      const { kind } = state.draft.submit;
      // A second press while the first is being written down, or asked about, would be a second run.
      if (kind === 'sending' || kind === 'sent' || kind === 'asking') return;
      await send(request, noApprovals);
    },
    approve: async () => {
      const submit = submitNow();
      const request = submit.kind === 'asking' ? asked.get(submit.guard) : undefined;
      if (submit.kind === 'asking' && request) await send(request, approvalsFor(submit.guard));
    },
    leave: () => {
      if (submitNow().kind === 'asking') setSubmit({ kind: 'idle' });
    },
    readyAgain: () => {
      if (submitNow().kind === 'sent') setSubmit({ kind: 'idle' });
    },
  };
};
