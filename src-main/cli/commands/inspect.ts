import { basename, resolve } from 'node:path';
import { exitStatus, statusOf } from '../exit-status.ts';
import { errorJson, errorSentence } from '../output.ts';
import type { FileCommand } from './context.ts';
import { factsSentence } from './text.ts';

export const inspect =
  (files: readonly string[]): FileCommand =>
  async ({ app, output }) => {
    const rows = [];
    for (const file of files) {
      const source = await app.handlers['media.open']({ path: resolve(file) });
      const whole = source.ok ? await app.factsOf(source.value.id) : source;
      rows.push({ file, whole });
    }
    const values = rows.map(({ file, whole }) =>
      whole.ok ? { file, facts: whole.value } : { file, error: errorJson(whole.error) },
    );
    const sentences = rows.map(({ file, whole }) =>
      whole.ok ? `${basename(file)}: ${factsSentence(whole.value)}` : errorSentence(whole.error),
    );
    output.answer(values, sentences);
    const failed = rows.find(({ whole }) => !whole.ok);
    return failed && !failed.whole.ok ? statusOf(failed.whole.error.code) : exitStatus.done;
  };
