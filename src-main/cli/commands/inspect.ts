import { basename, resolve } from 'node:path';
import { exitStatus, statusOf } from '../exit-status.ts';
import { json } from '../options.ts';
import { errorJson, errorSentence } from '../output.ts';
import type { AddCommand, FileCommand } from './command.ts';
import { factsSentence } from './text.ts';

const inspect =
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

export const addInspect: AddCommand = (cli, pick) =>
  cli
    .command('inspect')
    .description('show the properties of each file')
    .argument('<file...>')
    .addOption(json())
    .action((files, options) => pick.files(options, inspect(files)));
