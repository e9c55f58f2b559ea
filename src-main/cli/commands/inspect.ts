import { basename, resolve } from 'node:path';
import { exitStatus, statusOf } from '../exit-status.ts';
import { errorJson, errorSentence } from '../output.ts';
import type { Command } from './context.ts';
import { factsSentence } from './wording.ts';

export const inspect =
  (files: readonly string[]): Command =>
  async ({ app, output }) => {
    const rows = [];
    for (const file of files) {
      const source = await app.handlers['media.open']({ path: resolve(file) });
      rows.push({ file, source });
    }
    const values = rows.map(({ file, source }) =>
      source.ok ? { file, facts: source.value.facts } : { file, error: errorJson(source.error) },
    );
    const sentences = rows.map(({ file, source }) =>
      source.ok ? `${basename(file)}: ${factsSentence(source.value.facts)}` : errorSentence(source.error),
    );
    output.answer(values, sentences);
    const failed = rows.find(({ source }) => !source.ok);
    return failed && !failed.source.ok ? statusOf(failed.source.error.code) : exitStatus.done;
  };
