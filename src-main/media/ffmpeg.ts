/** The only file that starts ffmpeg or ffprobe. Encodings go through fluent-ffmpeg, which is asked for; the rest is spawned. */
import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import ffmpegCommand from 'fluent-ffmpeg';
import { fail, ok, type Result } from '#contract/errors.ts';
import { freeBytes } from '../files/free-space.ts';
import { fileAddress, inputGuard } from './guard.ts';
import { detailOf, progressSec } from './said.ts';
import type { Tool, Tools } from './tools.ts';

/** A probe or a single frame that takes longer is stuck, in milliseconds. */
const shortLimitMs = 30_000;
/** An encoding that takes longer is stuck, in milliseconds. */
const longLimitMs = 30 * 60_000;
const maxOutputBytes = 32 * 1024 * 1024;
const maxSaidChars = 16_000;
/** With less room than this a failed write is taken for a full disk: ffmpeg itself tells only in words. */
const fullBelowBytes = 1_000_000;

type Why = 'ended' | 'aborted' | 'timeout' | 'too-much' | 'not-started';
/**
 * A static build of Linux that reads the name of a television service loads the system's converters of character sets,
 * which were made for another C library, and crashes. Sent to where there are none, it goes on without them.
 */
const withoutCharsetModules = { GCONV_PATH: '/nonexistent' };

type Ran = {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly why: Why;
};

const runChild = (request: {
  readonly path: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly limitMs: number;
}): Promise<Ran> =>
  new Promise((resolve) => {
    const { signal } = request;
    if (signal?.aborted) {
      resolve({ code: null, stdout: Buffer.alloc(0), stderr: '', why: 'aborted' });
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let why: Why = 'ended';
    const child = spawn(request.path, request.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      env: { ...process.env, ...withoutCharsetModules },
    });
    const stop = (reason: Why) => {
      if (why === 'ended') why = reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('timeout'), request.limitMs);
    const abort = () => stop('aborted');
    signal?.addEventListener('abort', abort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxOutputBytes) stop('too-much');
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-maxSaidChars);
    });
    const finish = (code: number | null) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      resolve({ code, stdout: Buffer.concat(chunks), stderr, why });
    };
    child.on('error', () => {
      why = 'not-started';
      finish(null);
    });
    child.on('close', finish);
  });

/** Answers what `path -version` prints, or null where it does not run. */
export const readVersion = async (path: string): Promise<string | null> => {
  const ran = await runChild({ path, args: ['-version'], limitMs: shortLimitMs });
  return ran.code === 0 ? ran.stdout.toString('utf8') : null;
};

type Input = {
  /** Full path. */
  readonly path: string;
  readonly demuxer: string | null;
  /** Options for this input alone, such as `-ss`. */
  readonly options?: readonly string[];
};

type EncodeRequest = {
  readonly inputs: readonly Input[];
  readonly args: readonly string[];
  readonly outPath: string;
  readonly outFolder: string;
  /** Writing stops here: a run-away encoding must not fill the disk. null: as much as it takes. */
  readonly maxBytes?: number | null;
  /** Length of the result in seconds; null where there is no progress to tell. */
  readonly lengthSec: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
  /** Another time limit, in milliseconds. */
  readonly limitMs?: number;
};

export type Ffmpeg = {
  /** `args`: what to show; answers the JSON text. A file that cannot be understood is `file-not-media`. */
  readonly probe: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<string>>;
  /** Runs ffmpeg with its output on a pipe: small pictures. */
  readonly capture: (input: Input, args: readonly string[], signal?: AbortSignal) => Promise<Result<Buffer>>;
  /** Encodes into a file. Progress is 0..1 of `lengthSec`. What a failed run has written is left for the caller to remove. */
  readonly encode: (request: EncodeRequest) => Promise<Result<Record<string, never>>>;
  readonly hasFilter: (name: string) => Promise<boolean>;
};

const outcome = (ran: Ran, tool: string, path: string): Result<Buffer> => {
  if (ran.why === 'aborted') return fail('cancelled');
  if (ran.why === 'timeout') return fail('tool-timeout', { subject: tool });
  if (ran.why === 'not-started') return fail('tool-missing', { subject: tool });
  if (ran.code === 0 && ran.why === 'ended') return ok(ran.stdout);
  return fail('tool-failed', { subject: tool, detail: detailOf(ran.stderr, [path]) });
};

const inputArgs = (input: Input): readonly string[] => [
  ...inputGuard(input.demuxer),
  ...(input.options ?? []),
  '-i',
  fileAddress(input.path),
];

const commandFor = (tool: Tool, request: EncodeRequest) => {
  const command = ffmpegCommand().setFfmpegPath(tool.path);
  // One by one: given as a list, fluent-ffmpeg would cut each option at its first space.
  for (const { path, demuxer, options = [] } of request.inputs)
    command.input(fileAddress(path)).inputOptions(...inputGuard(demuxer), ...options);
  const limit = request.maxBytes ? ['-fs', String(request.maxBytes)] : [];
  return command
    .outputOptions('-y', '-hide_banner', '-nostdin', '-v', 'error', '-stats', ...request.args, ...limit)
    .output(fileAddress(request.outPath));
};

type Ended = { readonly why: Why; readonly isGood: boolean; readonly said: string };

const runCommand = (tool: Tool, request: EncodeRequest): Promise<Ended> =>
  new Promise((resolve) => {
    const { signal, lengthSec, onProgress } = request;
    const command = commandFor(tool, request);
    let why: Why = 'ended';
    let said = '';
    const stop = (reason: Why) => {
      if (why === 'ended') why = reason;
      command.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('timeout'), request.limitMs ?? longLimitMs);
    const abort = () => stop('aborted');
    signal.addEventListener('abort', abort, { once: true });
    const finish = (isGood: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve({ why, isGood, said });
    };
    // Until now there was no child to kill.
    command.on('start', () => {
      if (why !== 'ended') command.kill('SIGKILL');
    });
    // Not its `progress` event: listening to that makes fluent-ffmpeg start an ffprobe of its own, without our guard.
    command.on('stderr', (line: string) => {
      const atSec = progressSec(line);
      if (atSec === null) said = `${said}\n${line}`.slice(-maxSaidChars);
      else if (lengthSec !== null) onProgress(Math.min(1, Math.max(0, atSec / lengthSec)));
    });
    command.on('end', () => finish(true));
    command.on('error', (cause: Error) => {
      // One that crashed has said nothing itself.
      if (said.trim() === '') said = cause.message;
      finish(false);
    });
    command.run();
  });

/** `room`: free bytes on the disk of a folder, null where nobody can say. */
export const createFfmpeg = (tools: Tools, room: typeof freeBytes = freeBytes): Ffmpeg => {
  const probe: Ffmpeg['probe'] = async (input, args, signal) => {
    const tool = await tools.ffprobe();
    if (!tool.ok) return tool;
    const ran = await runChild({
      path: tool.value.path,
      args: ['-hide_banner', '-v', 'error', '-print_format', 'json', ...args, ...inputArgs(input)],
      signal,
      limitMs: shortLimitMs,
    });
    const done = outcome(ran, 'ffprobe', input.path);
    if (done.ok) return ok(done.value.toString('utf8'));
    // A crash (no exit status) is the tool's failure, not the file's.
    return done.error.code === 'tool-failed' && ran.code !== null
      ? fail('file-not-media', { detail: done.error.detail ?? '' })
      : done;
  };

  const capture: Ffmpeg['capture'] = async (input, args, signal) => {
    const tool = await tools.ffmpeg();
    if (!tool.ok) return tool;
    const ran = await runChild({
      path: tool.value.path,
      args: ['-hide_banner', '-nostdin', '-v', 'error', ...inputArgs(input), ...args, 'pipe:1'],
      signal,
      limitMs: shortLimitMs,
    });
    return outcome(ran, 'ffmpeg', input.path);
  };

  const encode: Ffmpeg['encode'] = async (request) => {
    const tool = await tools.ffmpeg();
    if (!tool.ok) return tool;
    try {
      // fluent-ffmpeg throws where nobody can catch it when the program it was given cannot be started.
      await access(tool.value.path, constants.X_OK);
    } catch {
      tools.forget();
      return fail('tool-missing', { subject: 'ffmpeg' });
    }
    if (request.signal.aborted) return fail('cancelled');
    const { why, isGood, said } = await runCommand(tool.value, request);
    if (why === 'aborted') return fail('cancelled');
    if (isGood) return ok({});
    if (why === 'timeout') return fail('tool-timeout', { subject: 'ffmpeg' });
    const free = await room(request.outFolder);
    if (free !== null && free < fullBelowBytes) return fail('disk-full');
    const paths = [...request.inputs.map(({ path }) => path), request.outPath];
    return fail('tool-failed', { subject: 'ffmpeg', detail: detailOf(said, paths) });
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
