/** Ends this process when it takes too much memory, or when its parent has gone. */
import { Worker } from 'node:worker_threads';

const everyMs = 50;

/** A thread of its own, because the main thread is blocked while WebAssembly or native code decodes. */
export const watchMemory = (maxBytes: number): void => {
  const program = `
    const parent = process.ppid;
    setInterval(() => {
      if (process.memoryUsage.rss() > ${maxBytes} || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    }, ${everyMs});
  `;
  new Worker(program, { eval: true }).unref();
};
