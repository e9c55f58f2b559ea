/**
 * All calls of ffmpeg and ffprobe, with restrictions. Encoding command lines are built by fluent-ffmpeg, which is
 * required.
 */
import ffmpegCommand from 'fluent-ffmpeg';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type freeBytes, isFull } from '../../storage/path.ts';
import { type Probed, parseProbed } from '../probe/probed.ts';
import {
  type Abilities,
  type Ability,
  abilitiesFor,
  codecsIn,
  createAbilities,
  mappedAudio,
} from './capabilities.ts';
import { runChild, shortLimitMs } from './child.ts';
import { fileAddress, type Input, restrictedInput } from './input-restrictions.ts';
import { outcome } from './process-output.ts';
import type { Tools } from './tools.ts';

/** An encoding that takes longer is stuck, in milliseconds. */
const longLimitMs = 30 * 60_000;
/** No output of this program is larger, unless a file states a wrong duration. */
const maxFileBytes = 8_000_000_000;

/** null: it fails or does not run. */
const printOf = async (path: string, args: readonly string[]): Promise<string | null> => {
  const ran = await runChild({ path, args, limitMs: shortLimitMs });
  return ran.code === 0 ? ran.stdout.toString('utf8') : null;
};

/** The output of `path -version`, or null where it does not run. */
export const readVersion = (path: string): Promise<string | null> => printOf(path, ['-version']);

type EncodeRequest = {
  readonly inputs: readonly Input[];
  readonly args: readonly string[];
  readonly outPath: string;
  readonly outFolder: string;
  /** Writing stops at this size, so that a runaway encoding cannot fill the disk. null: the general maximum. */
  readonly maxBytes?: number | null;
  /** Length of the result in seconds; null where no progress is reported. */
  readonly lengthSec: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
  /** Another time limit, in milliseconds. */
  readonly limitMs?: number;
};

export type Ffmpeg = {
  /** `args`: what to show. A file that cannot be parsed is `file-not-media`. */
  readonly probe: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<Probed>>;
  /** Runs ffmpeg with its output on a pipe: for small images. */
  readonly capture: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<Buffer>>;
  /** Runs ffmpeg with its output on a pipe and passes it on as it arrives: raw frames or samples of a whole video. */
  readonly stream: (
    input: Input,
    args: readonly string[],
    call: {
      readonly onChunk: (chunk: Buffer) => void;
      readonly signal: AbortSignal;
      /** Another time limit, in milliseconds. */
      readonly limitMs?: number;
    },
  ) => Promise<Result<Record<string, never>>>;
  /**
   * Encodes into a file. Progress is 0..1 of `lengthSec`. The output of a failed run must be removed by the caller.
   */
  readonly encode: (request: EncodeRequest) => Promise<Result<Record<string, never>>>;
  /**
   * Capabilities of the ffmpeg in use. A run that fails because of a missing one returns `tool-missing` by itself.
   */
  readonly abilities: Abilities;
};

const quiet = ['-hide_banner', '-nostdin', '-v', 'error'];

const lineFor = async (request: EncodeRequest): Promise<readonly string[]> => {
  const command = ffmpegCommand();
  // One by one: in a list, fluent-ffmpeg would split each option at its first space.
  for (const input of request.inputs)
    command.input(fileAddress(input.path)).inputOptions(...(await restrictedInput(input)));
  const limit = ['-fs', String(request.maxBytes ?? maxFileBytes)];
  command
    .outputOptions('-y', ...quiet, '-stats', ...request.args, ...limit)
    .output(fileAddress(request.outPath));
  // Not its `run`, which starts processes without limits and passes on the whole environment.
  return command._getArguments();
};

/** `room`: free bytes on the disk of a folder, null where unknown. */
export const createFfmpeg = (tools: Tools, room?: typeof freeBytes): Ffmpeg => {
  const abilities = createAbilities({ tool: tools.ffmpeg, print: printOf });

  const run = async (
    name: 'ffmpeg' | 'ffprobe',
    paths: readonly string[],
    call: Omit<Parameters<typeof runChild>[0], 'path'>,
  ): Promise<Result<Buffer>> => {
    const tool = await tools[name]();
    if (!tool.ok) return tool;
    const ran = await runChild({ path: tool.value.path, ...call });
    // It has disappeared since it was found.
    if (ran.why === 'not-started') tools.forget();
    return outcome(name, ran, paths);
  };

  const probe: Ffmpeg['probe'] = async (input, args, signal) => {
    const target = [...(await restrictedInput(input)), '-i', fileAddress(input.path)];
    const done = await run('ffprobe', [input.path], {
      args: ['-hide_banner', '-v', 'error', '-print_format', 'json=compact=1', ...args, ...target],
      signal,
      limitMs: shortLimitMs,
    });
    if (done.ok) return parseProbed(done.value.toString('utf8'));
    // A crash (no exit status) is a failure of the tool, not of the file.
    return done.error.code === 'tool-failed' && done.error.reason === 'exit'
      ? fail('file-not-media', { detail: done.error.detail ?? '' })
      : done;
  };

  const decodersFor = async (input: Input, audio: readonly number[] | null): Promise<readonly Ability[]> => {
    const printed = await probe(input, ['-show_entries', 'stream=codec_name,codec_type,codec_tag_string']);
    return printed.ok ? codecsIn(printed.value, audio).map((name) => ({ kind: 'decoder', name })) : [];
  };

  /**
   * Whether a run failed because this build lacks something; queried after the failure, so that other runs cost
   * nothing.
   */
  const explained = async <T>(
    failed: Result<T>,
    { inputs, args }: Pick<EncodeRequest, 'inputs' | 'args'>,
  ): Promise<Result<T>> => {
    if (failed.ok || failed.error.code !== 'tool-failed') return failed;
    const needed = await abilities.need(abilitiesFor(args));
    if (!needed.ok) return needed;
    for (const [at, input] of inputs.entries()) {
      const readable = await abilities.need(await decodersFor(input, mappedAudio(args, at)));
      if (!readable.ok) return readable;
    }
    return failed;
  };

  const toPipe = async (
    input: Input,
    args: readonly string[],
    call: Omit<Parameters<typeof runChild>[0], 'path' | 'args'>,
  ): Promise<Result<Buffer>> => {
    const source = [...(await restrictedInput(input)), '-i', fileAddress(input.path)];
    const done = await run('ffmpeg', [input.path], {
      args: [...quiet, ...source, ...args, 'pipe:1'],
      ...call,
    });
    return explained(done, { inputs: [input], args });
  };

  const encode: Ffmpeg['encode'] = async (request) => {
    const { signal, lengthSec, onProgress, limitMs = longLimitMs } = request;
    const paths = [...request.inputs.map((input) => input.path), request.outPath];
    const done = await run('ffmpeg', paths, {
      args: await lineFor(request),
      signal,
      limitMs,
      onProgress: (atSec) => {
        if (lengthSec !== null) onProgress(Math.min(1, Math.max(0, atSec / lengthSec)));
      },
    });
    if (done.ok) return ok({});
    if (done.error.code !== 'tool-failed') return done;
    return (await isFull(request.outFolder, room)) ? fail('disk-full') : explained(done, request);
  };

  return {
    probe,
    capture: (input, args, signal) => toPipe(input, args, { signal, limitMs: shortLimitMs }),
    stream: async (input, args, { onChunk, signal, limitMs = longLimitMs }) => {
      const ended = await toPipe(input, args, { onChunk, signal, limitMs });
      return ended.ok ? ok({}) : ended;
    },
    encode,
    abilities,
  };
};
