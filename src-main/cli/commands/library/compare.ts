/** `library compare` and `library audio`: videos made from results in the library. */
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import { events } from '#contract/events.ts';
import { type ExportAudio, type ExportChoices, exportChoicesSchema } from '#contract/model/export.ts';
import { defaultAudio, type Pair, pairOf } from '#contract/rules/export.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { type ExitStatus, exitStatus } from '../../exit-status.ts';
import { json } from '../../options.ts';
import type { AddCommand, Command, Context } from '../command.ts';
import { getItem } from './query.ts';

type CompareOptions = {
  /** Another result instead of the reference. */
  readonly with?: string;
  readonly layout: Exclude<ExportChoices['layout'], 'result'>;
  /** Default: the audio of the result, else that of the video beside it. */
  readonly audio?: 'result' | 'reference' | 'other' | 'none';
  readonly labels: boolean;
  readonly maxBytes?: number;
  /** `--max-mb`, in bytes. */
  readonly maxMb?: number;
  readonly out: string;
};

/** `from`: the file with the audio; default: the reference. */
type AudioOptions = { readonly from?: string; readonly out: string };

type Order = {
  readonly id: string;
  readonly besideId?: string;
  readonly choicesFor: (pair: Pair) => Omit<ExportChoices, 'labels'>;
  /** Full path of another file with the audio. */
  readonly audioPath?: string;
  readonly out: string;
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
  const { exportId, sizeBytes, durationSec } = made.value;
  const path = resolve(order.out);
  const taken = await app.owner.takeExport({ exportId, path });
  if (!taken.ok) return output.failure(taken.error);
  output.answer({ path, layout: choices.layout, sizeBytes, durationSec }, [
    `${path}: ${bytesInWords(sizeBytes)}, ${durationSec.toFixed(2)} s`,
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

const compareItem =
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
        maxBytes: options.maxBytes ?? options.maxMb ?? null,
      }),
      out: options.out,
    });
  };

const putAudio =
  (id: string, { from, out }: AudioOptions): Command =>
  (context) =>
    makeVideo(context, {
      id,
      choicesFor: () => ({ layout: 'result', audio: 'beside', hasLabels: false, maxBytes: null }),
      ...(from === undefined ? {} : { audioPath: resolve(from) }),
      out,
    });

/** The smallest size limit of an export in the contract, in bytes. */
const minBytes = 100_000;
const sizeIn =
  (unit: 1 | 1_000_000) =>
  (text: string): number => {
    const bytes = Math.floor(Number(text) * unit);
    if (text.trim() === '' || !(bytes >= minBytes && Number.isSafeInteger(bytes)))
      throw new InvalidArgumentError(`Give ${minBytes / unit} or more.`);
    return bytes;
  };

export const addVideos: AddCommand = (library, pick) => {
  library
    .command('compare')
    .description('export a comparison video of the reference, or another result, and the result')
    .argument('<id>')
    .option('--with <other-id>', 'another result instead of the reference')
    .addOption(
      new Option('--layout <how>', 'layout')
        .choices(['side-by-side', 'stacked', 'wipe'])
        .default('side-by-side'),
    )
    .addOption(
      new Option('--audio <whose>', 'source of the audio; default: the result, if it has audio').choices([
        'result',
        'reference',
        'other',
        'none',
      ]),
    )
    .option('--no-labels', 'do not burn in labels')
    .option('--max-bytes <n>', 'maximum file size in bytes', sizeIn(1))
    .addOption(
      new Option('--max-mb <n>', 'maximum file size in MB (1,000,000 bytes)')
        .argParser(sizeIn(1_000_000))
        .conflicts('maxBytes'),
    )
    .requiredOption('--out <file>', 'output file')
    .addOption(json())
    .action((id, options) => pick.data(options, compareItem(id, options)));
  library
    .command('audio')
    .description('write the result with the audio of its reference; the video is not re-encoded')
    .argument('<id>')
    .option('--from <file>', 'use the audio of this file instead')
    .requiredOption('--out <file>', 'output file')
    .addOption(json())
    .action((id, options) => pick.data(options, putAudio(id, options)));
};
