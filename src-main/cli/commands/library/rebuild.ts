import { exitStatus } from '../../exit-status.ts';
import type { Command } from '../context.ts';
import { counted } from '../text.ts';
import { leftAloneSentence } from './text.ts';
import { runWork } from './work.ts';

/** Rebuilds the library index from the folders. */
export const rebuildIndex: Command = async (context) => {
  const { app, output } = context;
  const rebuilt = await runWork(
    context,
    {
      running: 'Rescanning library',
      whenCancelled: 'Cancelled. The folders are unchanged. Run "understudy library rebuild" to start again.',
    },
    () => app.handlers['library.rebuild']({}),
  );
  if (!rebuilt.ok) return output.failure(rebuilt.error);
  const { added, dropped, total, leftAlone } = rebuilt.value;
  output.answer(rebuilt.value, [
    `${counted(total, 'result')}: ${added} added, ${dropped} removed because their folders are missing`,
    ...leftAlone.map(leftAloneSentence),
  ]);
  return exitStatus.done;
};
