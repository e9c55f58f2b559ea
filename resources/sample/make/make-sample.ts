// Draws every image and video of resources/: `npx node resources/sample/make/make-sample.ts`.
// Needs an installed Chromium or Chrome (UNDERSTUDY_CHROMIUM names one) and ffmpeg (UNDERSTUDY_FFMPEG, or on PATH).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { browserArguments, findBrowser } from '#test/e2e/browser.ts';

const here = new URL('./', import.meta.url);
const resources = new URL('../../', import.meta.url);
const fps = 30;
const durationSec = 14;

/** Two beats a second: a low knock on each, a brighter click on the first of four, and a quiet walking tone. */
const audio = [
  '0.5*sin(2*PI*(52+70*exp(-30*mod(t,0.5)))*mod(t,0.5))*exp(-11*mod(t,0.5))',
  '0.16*sin(2*PI*if(lt(mod(t,2),0.5),1760,1175)*mod(t,0.5))*exp(-55*mod(t,0.5))',
  '0.11*sin(2*PI*(196+49*mod(floor(t*2),3))*mod(t,0.5))*exp(-5*mod(t,0.5))*(1-exp(-90*mod(t,0.5)))',
].join('+');

const drawImage = async (
  browser: Browser,
  image: { readonly from: URL; readonly to: URL; readonly width: number; readonly height: number },
): Promise<void> => {
  const { from, to, width, height } = image;
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${await readFile(from, 'utf8')}`);
  await writeFile(to, await page.screenshot({ omitBackground: true }));
  await page.close();
};

const drawVideo = async (browser: Browser, to: URL): Promise<void> => {
  const page = await browser.newPage();
  await page.goto(new URL('motion.html', here).href);
  const ffmpeg = spawn(
    process.env.UNDERSTUDY_FFMPEG ?? 'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-y'],
      ...['-f', 'image2pipe', '-c:v', 'png', '-framerate', String(fps), '-i', 'pipe:0'],
      ...['-f', 'lavfi', '-i', `aevalsrc='${audio}':s=44100:d=${durationSec}`],
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'],
      ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
      ...['-c:v', 'libx264', '-preset', 'slow', '-crf', '23', '-profile:v', 'high'],
      ...['-c:a', 'aac', '-b:a', '96k', '-ac', '1', '-t', String(durationSec)],
      ...['-map_metadata', '-1', '-movflags', '+faststart', fileURLToPath(to)],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const closed = once(ffmpeg, 'close');
  for (let frame = 0; frame < fps * durationSec; frame += 1) {
    const png: string = await page.evaluate(`frameAsPng(${frame / fps})`);
    if (!ffmpeg.stdin.write(Buffer.from(png, 'base64'))) await once(ffmpeg.stdin, 'drain');
  }
  ffmpeg.stdin.end();
  await finished(ffmpeg.stdin);
  const [status] = await closed;
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  await page.close();
};

const executablePath = findBrowser();
const browser = await chromium.launch({
  args: [...browserArguments],
  ...(executablePath === null ? {} : { executablePath }),
});
try {
  await drawImage(browser, {
    from: new URL('character.svg', here),
    to: new URL('sample/character.png', resources),
    ...{ width: 768, height: 1152 },
  });
  await drawImage(browser, {
    from: new URL('demo-caption.svg', resources),
    to: new URL('demo-caption.png', resources),
    ...{ width: 960, height: 96 },
  });
  await drawImage(browser, {
    from: new URL('icon.svg', resources),
    to: new URL('icon.png', resources),
    ...{ width: 512, height: 512 },
  });
  await drawVideo(browser, new URL('sample/motion.mp4', resources));
} finally {
  await browser.close();
}
