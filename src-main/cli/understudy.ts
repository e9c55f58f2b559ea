#!/usr/bin/env node
/** The terminal host: reads the arguments, opens the program, runs one command, says how it ended. */
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { CommanderError } from 'commander';
import { fail } from '#contract/errors.ts';
import { createApp } from '../app.ts';
import { createNodePorts } from '../node-ports.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { sayNotices } from './notices.ts';
import { createOutput } from './output.ts';
import type { Chosen } from './program/chosen.ts';
import { createProgram } from './program.ts';

/** Ctrl+C and Ctrl+D at the question mean no. */
const confirm = async (question: string): Promise<'yes' | 'no' | 'nobody'> => {
  if (!process.stdin.isTTY) return 'nobody';
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new Promise<string>((resolve) => {
    reader.once('close', () => resolve(''));
    reader.once('SIGINT', () => reader.close());
  });
  // Closed before it is answered, the question is rejected.
  const answer = await Promise.race([reader.question(question).catch(() => ''), left]);
  reader.close();
  return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no';
};

const streams = {
  stdout: (line: string) => void process.stdout.write(line),
  stderr: (line: string) => void process.stderr.write(line),
  isTerminal: process.stderr.isTTY === true,
};

/** Commander prints its own sentence; help that was asked for is no mistake. */
const choose = (args: readonly string[], ports: ReturnType<typeof createNodePorts>): Chosen | ExitStatus => {
  let chosen: Chosen | null = null;
  const program = createProgram({
    log: ports.log,
    choose: (value) => {
      chosen = value;
    },
  });
  try {
    program.parse(args, { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return exitStatus.done;
    // Whoever reads JSON reads what went wrong, too.
    if (args.includes('--json')) {
      const error = fail('bad-request', { detail: cause.message }).error;
      createOutput({ isJson: true, streams }).failure(error);
    }
    return exitStatus.wrongUse;
  }
  return chosen ?? exitStatus.wrongUse;
};

const main = async (args: readonly string[]): Promise<ExitStatus> => {
  const ports = createNodePorts('terminal', process.env);
  const chosen = choose(args, ports);
  if (typeof chosen === 'number') return chosen;
  const output = createOutput({ isJson: chosen.isJson, streams });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const app = await createApp({ ...ports, host: chosen.host });
  if (!app.ok) return output.failure(app.error);
  try {
    await app.value.begin();
    await sayNotices({ app: app.value, output });
    return await chosen.command({
      app: app.value,
      output,
      signal: stop.signal,
      confirm,
      readStdin: () => text(process.stdin),
    });
  } finally {
    await app.value.close();
  }
};

process.exitCode = await main(process.argv.slice(2));
