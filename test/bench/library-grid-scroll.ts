/** Scrolls a page as fast as it draws, and times each picture of it. */
import type { Page } from '@playwright/test';
import { z } from 'zod';

export type Scrolling = {
  /** Of the element that scrolls. */
  readonly selector: string;
  /** From one picture to the next, in CSS pixels. */
  readonly stepPx: number;
  readonly frames: number;
};

export type Frames = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** What the page's main thread worked for one picture; says more than the rest where others share the machine. */
  readonly cpuMs: number;
  /** How far it got, as a share of all there is to scroll. */
  readonly share: number;
  /** Of its pictures, those on which no place was empty. */
  readonly whole: number;
};

/** Runs in the page: steps down, and up again from the end, once a picture. */
const script = ({ selector, stepPx, frames }: Scrolling): string => `new Promise((done) => {
  const element = document.querySelector(${JSON.stringify(selector)});
  const times = [];
  let before = null;
  let direction = 1;
  let farPx = 0;
  let whole = 0;
  const step = (now) => {
    if (before !== null) times.push(now - before);
    before = now;
    if (document.querySelector('[data-waiting]') === null) whole += 1;
    element.scrollTop += direction * ${stepPx};
    farPx = Math.max(farPx, element.scrollTop);
    const endPx = element.scrollHeight - element.clientHeight;
    if (element.scrollTop >= endPx - 1) direction = -1;
    if (element.scrollTop <= 0) direction = 1;
    if (times.length < ${frames}) requestAnimationFrame(step);
    else done({ times, share: farPx / endPx, whole: whole / (times.length + 1) });
  };
  element.scrollTop = 0;
  requestAnimationFrame(step);
})`;

const answerSchema = z.object({ times: z.array(z.number()).min(1), share: z.number(), whole: z.number() });

export const scrollThrough = async (page: Page, scrolling: Scrolling): Promise<Frames> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const beforeSec = await worked();
  const { times, ...seen } = answerSchema.parse(await page.evaluate(script(scrolling)));
  const cpuMs = ((await worked()) - beforeSec) * (1000 / times.length);
  await session.detach();
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), cpuMs, ...seen };
};

/** What the page's scripts hold after a collection, and how many nodes it has. */
export const sizeOf = async (page: Page): Promise<{ readonly heapMb: number; readonly nodes: number }> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return { heapMb: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes') };
};
