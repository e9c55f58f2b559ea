/** `library compare` and `library audio`: videos made from results in the library. */
import { resolve } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { events } from '#contract/events.ts';
import {
  type ExportAudio,
  type ExportChoices,
  exportChoicesSchema,
  type MadeExport,
} from '#contract/model/export.ts';
import { type Item, itemIdSchema } from '#contract/model/item.ts';
import { defaultAudio, type Pair, pairOf } from '#contract/rules/export.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { Command, Context } from './context.ts';

export type CompareOptions = {
  /** Another result instead of the reference. */
  readonly with?: string;
  readonly layout: Exclude<ExportChoices['layout'], 'result'>;
  /** Default: the audio of the result, else that of the video beside it. */
  readonly audio?: 'result' | 'reference' | 'other' | 'none';
  readonly labels: boolean;
  readonly maxBytes?: number;
  readonly out: string;
};

/** `from`: the file with the audio; default: the reference. */
export type AudioOptions = { readonly from?: string; readonly out: string };

type Order = {
  readonly id: string;
  readonly besideId?: string;
  readonly choicesFor: (pair: Pair) => Omit<ExportChoices, 'labels'>;
  /** Full path of another file with the audio. */
  readonly audioPath?: string;
  readonly out: string;
};

const copyOut = async (
  { app }: Pick<Context, 'app'>,
  { exportId }: MadeExport,
  out: string,
): Promise<Result<string>> => {
  const taken = await app.owner.takeExport({ exportId, path: out });
  return taken.ok ? ok(out) : taken;
};

const getItem = async ({ app }: Pick<Context, 'app'>, id: string): Promise<Result<Item>> => {
  const itemId = itemIdSchema.safeParse(id);
  if (!itemId.success) return fail('item-unknown', { subject: id.slice(0, 100) });
  return app.handlers['library.get']({ itemId: itemId.data });
};

const makeVideo = async (context: Context, order: Order): Promise<ExitStatus> => {
  const { app, output, signal } = context;
  const item = await getItem(context, order.id);
  if (!item.ok) return output.failure(item.error);
  const other = order.besideId === undefined ? ok(null) : await getItem(context, order.besideId);
  if (!other.ok) return output.failure(other.error);
  const choices = exportChoicesSchema.parse(order.choicesFor(pairOf(item.value, other.value)));
  const stop = app.subscribe((event, payload) => {
    const running = event === 'exports.changed' ? events[event].safeParse(payload) : null;
    const fraction = running?.success ? running.data[0]?.fraction : undefined;
    if (typeof fraction === 'number') output.progress(`Exporting the video ${Math.round(fraction * 100)} %`);
  });
  const { audioPath = null } = order;
  const itemId = item.value.id;
  const cancel = () => void app.handlers['library.cancelExport']({ itemId });
  signal.addEventListener('abort', cancel, { once: true });
  const made = signal.aborted
    ? fail('cancelled')
    : await app.owner.makeExport({ itemId, besideId: other.value?.id ?? null, choices, audioPath });
  signal.removeEventListener('abort', cancel);
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

/** undefined: the default. */
const audioOf = ({ audio, with: other }: CompareOptions): Result<ExportAudio | undefined> => {
  if (audio === 'other' && other === undefined)
    return fail('bad-request', { reason: 'option-requires', option: '--audio other', requires: '--with' });
  if (audio === 'reference' && other !== undefined)
    return fail('bad-request', { reason: 'options-conflict', options: ['--audio reference', '--with'] });
  return ok(audio === 'other' || audio === 'reference' ? 'beside' : audio);
};

export const compareItem =
  (id: string, options: CompareOptions): Command =>
  async (context) => {
    const audio = audioOf(options);
    if (!audio.ok) return context.output.failure(audio.error);
    return makeVideo(context, {
      id,
      ...(options.with === undefined ? {} : { besideId: options.with }),
      choicesFor: (pair) => ({
        layout: options.layout,
        audio: audio.value ?? defaultAudio(pair),
        hasLabels: options.labels,
        maxBytes: options.maxBytes ?? null,
      }),
      out: options.out,
    });
  };

export const putAudio =
  (id: string, { from, out }: AudioOptions): Command =>
  (context) =>
    makeVideo(context, {
      id,
      choicesFor: () => ({ layout: 'result', audio: 'beside', hasLabels: false, maxBytes: null }),
      ...(from === undefined ? {} : { audioPath: resolve(from) }),
      out,
    });
