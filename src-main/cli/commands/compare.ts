/** `library compare` and `library sound`: clips made of a kept result to show to others. */
import { copyFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { events } from '#contract/ipc.ts';
import { type ExportChoices, exportChoicesSchema, type MadeExport } from '#contract/model/export.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { usualSound } from '#contract/rules/export.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { toFileError } from '../../files/file-error.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { Command, Context } from './context.ts';

export type CompareOptions = {
  readonly layout: Exclude<ExportChoices['layout'], 'result'>;
  /** Without it: the sound of the result, else that of the reference. */
  readonly sound?: ExportChoices['sound'];
  readonly labels: boolean;
  readonly maxBytes?: number;
  readonly out: string;
};

/** `from`: a file whose sound is taken; without it that of the reference. */
export type SoundOptions = { readonly from?: string; readonly out: string };

type Order = {
  readonly id: string;
  readonly choicesFor: (item: Item) => Omit<ExportChoices, 'labels'>;
  /** Full path of another file's sound. */
  readonly soundPath?: string;
  readonly out: string;
};

const copyOut = async (
  { app }: Pick<Context, 'app'>,
  { exportId }: MadeExport,
  out: string,
): Promise<Result<string>> => {
  try {
    const found = app.exports.pathOf(exportId);
    if (found === null) return fail('internal', { detail: 'an export that is gone' });
    await copyFile(found.path, out);
    return ok(out);
  } catch (cause) {
    return { ok: false, error: toFileError(cause, basename(out)) };
  } finally {
    await app.exports.discard(exportId);
  }
};

const makeClip = async (context: Context, order: Order): Promise<ExitStatus> => {
  const { app, output, signal } = context;
  const itemId = itemIdSchema.safeParse(order.id);
  if (!itemId.success) return output.failure(fail('item-unknown', { subject: order.id.slice(0, 100) }).error);
  const item = await app.handlers['library.get']({ itemId: itemId.data });
  if (!item.ok) return output.failure(item.error);
  const choices = exportChoicesSchema.parse(order.choicesFor(item.value));
  const stop = app.subscribe((event, payload) => {
    const running = event === 'exports.changed' ? events[event].safeParse(payload) : null;
    const fraction = running?.success ? running.data[0]?.fraction : undefined;
    if (typeof fraction === 'number') output.progress(`Making the clip ${Math.round(fraction * 100)} %`);
  });
  const { soundPath } = order;
  const made = await app.exports.make({
    ...{ itemId: itemId.data, choices, signal },
    ...(soundPath === undefined ? {} : { soundPath }),
  });
  stop();
  if (!made.ok) return output.failure(made.error);
  const copied = await copyOut(context, made.value, resolve(order.out));
  if (!copied.ok) return output.failure(copied.error);
  const { sizeBytes, durationSec } = made.value;
  output.answer({ path: copied.value, layout: choices.layout, sizeBytes, durationSec }, [
    `${copied.value}: ${bytesInWords(sizeBytes)}, ${durationSec.toFixed(2)} s`,
  ]);
  return exitStatus.done;
};

export const compareItem =
  (id: string, options: CompareOptions): Command =>
  (context) =>
    makeClip(context, {
      id,
      choicesFor: (item) => ({
        layout: options.layout,
        sound: options.sound ?? usualSound(item),
        hasLabels: options.labels,
        maxBytes: options.maxBytes ?? null,
      }),
      out: options.out,
    });

export const putSound =
  (id: string, { from, out }: SoundOptions): Command =>
  (context) =>
    makeClip(context, {
      id,
      choicesFor: () => ({ layout: 'result', sound: 'reference', hasLabels: false, maxBytes: null }),
      ...(from === undefined ? {} : { soundPath: resolve(from) }),
      out,
    });
