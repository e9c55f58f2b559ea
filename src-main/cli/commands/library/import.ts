import { basename, resolve } from 'node:path';
import { fail } from '#contract/errors.ts';
import { exitStatus } from '../../exit-status.ts';
import type { Command } from '../context.ts';
import { counted } from '../text.ts';
import { leftAloneSentence } from './text.ts';
import { runWork } from './work.ts';

/** `path`: a zip file of results, or a folder of another library. */
export const importItems =
  (path: string): Command =>
  async (context) => {
    const { app, output } = context;
    const imported = await runWork(
      context,
      {
        running: 'Importing results',
        whenCancelled: 'Cancelled. Imported results are complete. Import again to add the missing ones.',
      },
      () => app.handlers['library.import']({ path: resolve(path) }),
    );
    if (!imported.ok) return output.failure(imported.error);
    const { added, known, leftOut } = imported.value;
    if (added + known === 0 && leftOut.length > 0) {
      for (const one of leftOut) output.note(leftAloneSentence(one));
      return output.failure(fail('bundle-broken', { subject: basename(path), reason: 'no-result' }).error);
    }
    output.answer(imported.value, [
      `${counted(added, 'result')} imported, ${known} already in library`,
      ...leftOut.map(leftAloneSentence),
    ]);
    return exitStatus.done;
  };
