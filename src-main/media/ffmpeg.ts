/** The only file that starts ffmpeg or ffprobe. Encodings go through fluent-ffmpeg, which is asked for; the rest is spawned. */
import { spawn } from 'node:child_process';
import ffmpegCommand from 'fluent-ffmpeg';
import { fail, ok, type Result } from '#contract/errors.ts';
import { freeBytes } from '../files/free-space.ts';
import { fileAddress, inputGuard } from './guard.ts';
import type { Tools } from './tools.ts';

/** A probe or a single frame that takes longer is stuck, in milliseconds. */
const shortLimitMs = 30_000;
/** An encoding that takes longer is stuck, in milliseconds. */
const longLimitMs = 30 * 60_000;
const maxOutputBytes = 32 * 1024 * 1024;
const maxDetailChars = 2000;
/** With less room than this a failed write is taken for a full disk: ffmpeg itself tells only in words. */
const fullBelowBytes = 1_000_000;

type Ran = {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly why: 'ended' | 'aborted' | 'timeout' | 'too-much' | 'not-started';
};

const runChild = (request: {
  readonly path: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal;
  readonly limitMs: number;
}): Promise<Ran> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let why: Ran['why'] = 'ended';
    const child = spawn(request.path, request.args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const stop = (reason: Ran['why']) => {
      if (why === 'ended') why = reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('timeout'), request.limitMs);
    const abort = () => stop('aborted');
    if (request.signal?.aborted) abort();
    request.signal?.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutputBytes) stop('too-much');
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-maxDetailChars);
    });
    const finish = (code: number | null) => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
      resolve({ code, stdout: Buffer.concat(chunks), stderr, why });
    };
    child.on('error', () => {
      why = 'not-started';
      finish(null);
    });
    child.on('close', finish);
  });

/** ffmpeg names the whole path of a file; a person knows it by its name, and a log goes to strangers. */
const withoutPaths = (text: string): string =>
  text.replace(/(?:file:)?(?:[A-Za-z]:)?[/\\][^\s:'"]*[/\\]([^\s:'"/\\]+)/g, '$1').trim();

/** Answers what `path -version` prints, or null where it does not run. */
export const readVersion = async (path: string): Promise<string | null> => {
  const ran = await runChild({ path, args: ['-version'], limitMs: shortLimitMs });
  return ran.code === 0 ? ran.stdout.toString('utf8') : null;
};

export type Input = {
  /** Full path. */
  readonly path: string;
  readonly demuxer: string | null;
  /** Options for this input alone, such as `-ss`. */
  readonly options?: readonly string[];
};

export type Ffmpeg = {
  /** `args`: what to show; answers the JSON text. A file that cannot be understood is `file-not-media`. */
  readonly probe: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<string>>;
  /** Runs ffmpeg with its output on a pipe: small pictures. */
  readonly capture: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<Buffer>>;
  /** Encodes into a file. Progress is 0..1 of `lengthSec`. What a failed run has written is left for the caller to remove. */
  readonly encode: (request: {
    readonly inputs: readonly Input[];
    readonly args: readonly string[];
    readonly outPath: string;
    readonly outFolder: string;
    /** Length of the result in seconds; null where there is no progress to tell. */
    readonly lengthSec: number | null;
    readonly signal: AbortSignal;
    readonly onProgress: (fraction: number) => void;
  }) => Promise<Result<Record<string, never>>>;
  readonly hasFilter: (name: string) => Promise<boolean>;
};

const markInSeconds = (mark: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = mark.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
};

const outcome = (ran: Ran, tool: string): Result<Buffer> => {
  if (ran.why === 'aborted') return fail('cancelled');
  if (ran.why === 'timeout') return fail('tool-timeout', { subject: tool });
  if (ran.why === 'not-started') return fail('tool-missing', { subject: tool });
  if (ran.code === 0 && ran.why === 'ended') return ok(ran.stdout);
  return fail('tool-failed', { subject: tool, detail: withoutPaths(ran.stderr) });
};

export const createFfmpeg = (tools: Tools): Ffmpeg => {
  const inputArgs = (input: Input): readonly string[] => [
    ...inputGuard(input.demuxer),
    ...(input.options ?? []),
    '-i',
    fileAddress(input.path),
  ];

  const probe: Ffmpeg['probe'] = async (input, args, signal) => {
    const tool = await tools.ffprobe();
    if (!tool.ok) return tool;
    const ran = await runChild({
      path: tool.value.path,
      args: ['-hide_banner', '-v', 'error', '-print_format', 'json', ...args, ...inputArgs(input)],
      ...(signal ? { signal } : {}),
      limitMs: shortLimitMs,
    });
    const done = outcome(ran, 'ffprobe');
    if (done.ok) return ok(done.value.toString('utf8'));
    return done.error.code === 'tool-failed'
      ? fail('file-not-media', { detail: done.error.detail ?? '' })
      : done;
  };

  const capture: Ffmpeg['capture'] = async (input, args, signal) => {
    const tool = await tools.ffmpeg();
    if (!tool.ok) return tool;
    const ran = await runChild({
      path: tool.value.path,
      args: ['-hide_banner', '-nostdin', '-v', 'error', ...inputArgs(input), ...args, 'pipe:1'],
      ...(signal ? { signal } : {}),
      limitMs: shortLimitMs,
    });
    return outcome(ran, 'ffmpeg');
  };

  const encode: Ffmpeg['encode'] = async (request) => {
    const tool = await tools.ffmpeg();
    if (!tool.ok) return tool;
    if (request.signal.aborted) return fail('cancelled');
    const command = ffmpegCommand({ timeout: longLimitMs / 1000 }).setFfmpegPath(tool.value.path);
    for (const input of request.inputs)
      command
        .input(fileAddress(input.path))
        .inputOptions(...inputGuard(input.demuxer), ...(input.options ?? []));
    // One by one: given as a list, fluent-ffmpeg would cut each option at its first space.
    command
      .outputOptions('-y', '-hide_banner', '-nostdin', '-v', 'error', '-stats', ...request.args)
      .output(fileAddress(request.outPath));
    const ended = await new Promise<Result<Record<string, never>>>((resolve) => {
      const abort = () => command.kill('SIGKILL');
      request.signal.addEventListener('abort', abort, { once: true });
      command.on('progress', ({ timemark }) => {
        if (request.lengthSec !== null && timemark)
          request.onProgress(Math.min(1, Math.max(0, markInSeconds(timemark) / request.lengthSec)));
      });
      command.on('end', () => resolve(ok({})));
      command.on('error', (cause: Error, _stdout, stderr) => {
        const detail = withoutPaths(`${stderr ?? ''}`.slice(-maxDetailChars) || cause.message);
        resolve(
          request.signal.aborted ? fail('cancelled') : fail('tool-failed', { subject: 'ffmpeg', detail }),
        );
      });
      command.run();
    });
    if (ended.ok || ended.error.code === 'cancelled') return ended;
    const free = await freeBytes(request.outFolder);
    return free !== null && free < fullBelowBytes ? fail('disk-full') : ended;
  };

  const filters = new Map<string, Promise<string>>();
  const hasFilter = async (name: string): Promise<boolean> => {
    const tool = await tools.ffmpeg();
    if (!tool.ok) return false;
    const { path } = tool.value;
    const list =
      filters.get(path) ??
      runChild({ path, args: ['-hide_banner', '-filters'], limitMs: shortLimitMs }).then((ran) =>
        ran.stdout.toString('utf8'),
      );
    filters.set(path, list);
    return new RegExp(`^ \\S+ ${name} `, 'm').test(await list);
  };

  return { probe, capture, encode, hasFilter };
};
