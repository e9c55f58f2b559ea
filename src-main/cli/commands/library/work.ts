/** Runs long work on the library with progress on stderr; Ctrl+C cancels it. */
import { fail, type Result } from '#contract/errors.ts';
import { events } from '#contract/events.ts';
import type { Context } from '../command.ts';

export const runWork = async <T>(
  { app, output, signal }: Pick<Context, 'app' | 'output' | 'signal'>,
  messages: {
    readonly running: string;
    /** The state of the library after a cancellation. */
    readonly whenCancelled: string;
  },
  work: () => Promise<Result<T>>,
): Promise<Result<T>> => {
  if (signal.aborted) return fail('cancelled');
  const cancel = () => void app.handlers['library.cancelWork']({});
  const unsubscribe = app.subscribe((event, payload) => {
    const progress = event === 'library.working' ? events[event].safeParse(payload) : null;
    if (!progress?.success || progress.data.kind === 'idle') return;
    // A cancellation before the start of the work had no effect, so it is repeated.
    if (signal.aborted) queueMicrotask(cancel);
    const { fraction } = progress.data;
    output.progress(
      fraction === null ? messages.running : `${messages.running} ${Math.round(fraction * 100)} %`,
    );
  });
  signal.addEventListener('abort', cancel, { once: true });
  const done = await work();
  signal.removeEventListener('abort', cancel);
  unsubscribe();
  if (!done.ok && done.error.code === 'cancelled') output.note(messages.whenCancelled);
  return done;
};
