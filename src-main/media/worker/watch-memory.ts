/** Kills this process when it uses too much memory, or when its parent has exited. */
import { Worker } from 'node:worker_threads';

const everyMs = 50;

/** Runs in a separate thread, because the main thread is blocked while WebAssembly or native code decodes. */
export const watchMemory = (maxBytes: number): void => {
  const program = `
    const parent = process.ppid;
    setInterval(() => {
      if (process.memoryUsage.rss() > ${maxBytes} || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    }, ${everyMs});
  `;
  new Worker(program, { eval: true }).unref();
};
