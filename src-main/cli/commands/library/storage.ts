import { exitStatus } from '../../exit-status.ts';
import type { Command } from '../context.ts';
import { storageSentences } from './text.ts';

export const showStorage: Command = async ({ app, output }) => {
  const storage = await app.handlers['library.storage']({});
  if (!storage.ok) return output.failure(storage.error);
  output.answer(storage.value, storageSentences(storage.value));
  return exitStatus.done;
};
