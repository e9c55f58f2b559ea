/** Progress of the analysis of a file, on stderr. */
import { type EventPayload, events } from '#contract/events.ts';
import type { FileProgram } from '../../file-program.ts';
import type { Output } from '../output.ts';

/** Returns the function that ends it. */
export const printAnalysisProgress = (
  {
    app,
    output,
  }: { readonly app: Pick<FileProgram, 'subscribe'>; readonly output: Pick<Output, 'progress'> },
  { work, text }: { readonly work: EventPayload<'media.progress'>['work']; readonly text: string },
): (() => void) =>
  app.subscribe((event, payload) => {
    const progress = event === 'media.progress' ? events[event].safeParse(payload) : null;
    if (progress?.success && progress.data.work === work)
      output.progress(`${text} ${Math.round(progress.data.fraction * 100)} %`);
  });
