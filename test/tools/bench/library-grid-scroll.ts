/** Scrolls a page as fast as it draws, and measures the time of each frame. */
import type { Page } from '@playwright/test';
import { z } from 'zod';

export type Scrolling = {
  /** CSS selector of the scrolled element. */
  readonly selector: string;
  /** Distance per frame, in CSS pixels. */
  readonly stepPx: number;
  readonly frames: number;
};

export type Frames = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** CPU time of the page's main thread per frame; on a loaded machine more reliable than the others. */
  readonly cpuMs: number;
  /** Largest scroll position, as a fraction of the maximum. */
  readonly share: number;
  /** Fraction of the frames without empty tiles. */
  readonly complete: number;
};

/** Runs in the page: one step per frame, down to the end and up again. */
const script = ({ selector, stepPx, frames }: Scrolling): string => `new Promise((done) => {
  const element = document.querySelector(${JSON.stringify(selector)});
  const times = [];
  let before = null;
  let direction = 1;
  let farPx = 0;
  let complete = 0;
  const step = (now) => {
    if (before !== null) times.push(now - before);
    before = now;
    if (document.querySelector('[data-waiting]') === null) complete += 1;
    element.scrollTop += direction * ${stepPx};
    farPx = Math.max(farPx, element.scrollTop);
    const endPx = element.scrollHeight - element.clientHeight;
    if (element.scrollTop >= endPx - 1) direction = -1;
    if (element.scrollTop <= 0) direction = 1;
    if (times.length < ${frames}) requestAnimationFrame(step);
    else done({ times, share: farPx / endPx, complete: complete / (times.length + 1) });
  };
  element.scrollTop = 0;
  requestAnimationFrame(step);
})`;

const answerSchema = z.object({ times: z.array(z.number()).min(1), share: z.number(), complete: z.number() });

export const scrollThrough = async (page: Page, scrolling: Scrolling): Promise<Frames> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taskSec = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const beforeSec = await taskSec();
  const { times, ...seen } = answerSchema.parse(await page.evaluate(script(scrolling)));
  const cpuMs = ((await taskSec()) - beforeSec) * (1000 / times.length);
  await session.detach();
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), cpuMs, ...seen };
};

/** Heap of the page's scripts after a garbage collection, and number of DOM nodes. */
export const sizeOf = async (page: Page): Promise<{ readonly heapMb: number; readonly nodes: number }> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (metric: string) => metrics.find(({ name }) => name === metric)?.value ?? Number.NaN;
  return { heapMb: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes') };
};
