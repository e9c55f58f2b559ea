#!/usr/bin/env node
/** The terminal host: one command line in a process of its own. */
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { runCommandLine } from './terminal.ts';

/** Ctrl+C and Ctrl+D answer no. */
const confirm = async (question: string): Promise<'yes' | 'no' | 'no-terminal'> => {
  if (!process.stdin.isTTY) return 'no-terminal';
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const left = new Promise<string>((resolve) => {
    reader.once('close', () => resolve(''));
    reader.once('SIGINT', () => reader.close());
  });
  // Closing the reader before an answer rejects the question.
  const answer = await Promise.race([reader.question(question).catch(() => ''), left]);
  reader.close();
  return /^y(es)?$/i.test(answer.trim()) ? 'yes' : 'no';
};

const stop = new AbortController();
/** A signal within this time after the first one is a repetition of it, in milliseconds. */
const repeatMs = 500;
let stoppedAtMs = 0;
// The listeners stay, because dependencies of conf and write-file-atomic (when-exit, signal-exit) send the signal again,
// which would end the process immediately without a listener.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    const nowMs = performance.now();
    if (stop.signal.aborted && nowMs > stoppedAtMs + repeatMs) process.exit(1);
    if (!stop.signal.aborted) stoppedAtMs = nowMs;
    stop.abort();
  });

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  streams: {
    stdout: (line) => void process.stdout.write(line),
    stderr: (line) => void process.stderr.write(line),
    isTerminal: process.stderr.isTTY === true,
  },
  signal: stop.signal,
  confirm,
  readStdin: () => text(process.stdin),
});
