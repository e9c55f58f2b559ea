/** Long work on the library: its progress on stderr, and Ctrl+C, which calls it off. */
import { fail, type Result } from '#contract/errors.ts';
import { events } from '#contract/events.ts';
import type { Context } from '../context.ts';

export const runWork = async <T>(
  { app, output, signal }: Pick<Context, 'app' | 'output' | 'signal'>,
  words: {
    readonly doing: string;
    /** How things stand when it was called off. */
    readonly whenStopped: string;
  },
  work: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  if (signal.aborted) return fail('cancelled');
  const callOff = () => void app.handlers['library.cancelWork']({});
  const unsubscribe = app.subscribe((event, payload) => {
    const told = event === 'library.working' ? events[event].safeParse(payload) : null;
    if (!told?.success || told.data.kind === 'idle') return;
    // Asked for before the work had begun, it met nothing to call off.
    if (signal.aborted) queueMicrotask(callOff);
    const { fraction } = told.data;
    output.progress(fraction === null ? words.doing : `${words.doing} ${Math.round(fraction * 100)} %`);
  });
  signal.addEventListener('abort', callOff, { once: true });
  const done = await work();
  signal.removeEventListener('abort', callOff);
  unsubscribe();
  if (!done.ok && done.error.code === 'cancelled') output.note(words.whenStopped);
  return done;
};
