/** The main job in the desktop host's window, as it is on the display: three screens, and a series of frames. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { programFolder } from '#main/program-folder.ts';
import { openShell, type Shell } from '../../e2e/shell/start-shell.ts';
import { chooseModel, generateButton } from '../../e2e/stand-ins.ts';
import { drawn, savePng, type Theme } from './variants.ts';

/** For each step: the machine may be busy. */
const timeoutMs = 600_000;
/** Of the contact sheet: four frames in a row, each half as large as the window. */
const columns = 4;
const frameWidth = 680;
const gap = 8;

/** The system's own: the builds of the npm packages cannot read a display. */
const displayReader = 'ffmpeg';

const sample = (name: string): string => join(programFolder, 'resources', 'sample', name);

/** The page's part of the display, without the bars of the browser whose window stands for Electron's. */
const pageArea = (page: Page) =>
  page.evaluate(() => {
    const border = (outerWidth - innerWidth) / 2;
    const y = screenY + outerHeight - innerHeight - border;
    return { x: screenX + border, y, width: innerWidth, height: innerHeight };
  });

/** Reads the display with ffmpeg. Without a virtual display, the browser draws the page into an image. */
const capture = async ({ page, display }: Shell): Promise<Buffer> => {
  await drawn(page);
  if (display === null) return page.screenshot();
  const { x, y, width, height } = await pageArea(page);
  const area = ['-video_size', `${width}x${height}`, '-draw_mouse', '0', '-i', `${display}+${x},${y}`];
  const output = ['-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', 'pipe:1'];
  const child = spawn(displayReader, ['-v', 'error', '-f', 'x11grab', ...area, ...output], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const png = await buffer(child.stdout);
  const [status] = await exited;
  if (status !== 0) throw new Error(`ffmpeg could not read the display ${display}: ${status}`);
  return png;
};

const drop = async ({ page, drop: dropAt }: Shell, heading: string, path: string): Promise<void> => {
  const zone = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: heading, exact: true }) });
  const box = await zone.first().boundingBox();
  if (box === null) throw new Error(`Nothing to drop on: ${heading}`);
  await dropAt({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, [path]);
};

type Save = {
  readonly frame: () => Promise<void>;
  /** In both themes; the page is light afterwards. */
  readonly screen: (name: string) => Promise<void>;
};

const mainJob = async (shell: Shell, { frame, screen }: Save): Promise<void> => {
  const { page } = shell;
  const queue = page.getByRole('region', { name: 'Queue' });
  await page.getByRole('button', { name: 'Try it with the sample' }).waitFor();
  await frame();
  await drop(shell, 'Character', sample('character.png'));
  await page.getByRole('img', { name: 'character.png' }).waitFor();
  await frame();
  await drop(shell, 'Motion', sample('motion.mp4'));
  await page.waitForFunction(() => {
    const frames = [...document.querySelectorAll<HTMLImageElement>('[data-testid="trim-strip"] img')];
    return frames.length > 4 && frames.every((one) => one.complete);
  });
  await frame();
  await page.getByRole('button', { name: /^Best:/ }).waitFor();
  await frame();
  const strip = page.getByTestId('trim-strip');
  const box = await strip.boundingBox();
  await strip.click({ position: { x: (box?.width ?? 0) / 5, y: (box?.height ?? 0) / 2 } });
  await page.getByRole('button', { name: '10 s' }).click();
  await frame();
  await chooseModel(page, 'Kling v2.6 pro (fal)');
  await screen('studio');
  await chooseModel(page, 'Offline demonstration');
  await generateButton(page).click();
  await queue.getByRole('listitem').first().waitFor();
  await frame();
  await queue
    .getByText(/Waiting for the provider \d+ %/)
    .first()
    .waitFor();
  await frame();
  // A second one, in an earlier state than the first.
  await generateButton(page).click();
  await queue.getByRole('listitem').nth(1).waitFor();
  await screen('queue');
  await frame();
  await queue.getByText('Done').first().waitFor();
  await frame();
  await queue.getByRole('button', { name: 'Compare' }).first().click();
  await page.waitForFunction(() => {
    const videos = [...document.querySelectorAll('video')];
    return videos.length === 2 && videos.every((video) => video.readyState >= 3);
  });
  await frame();
  await page.keyboard.press('Space');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every((video) => video.currentTime > 1),
  );
  await frame();
  await screen('compare');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('video')].every((video) => video.currentTime > 4),
  );
  await frame();
};

/** All frames in one image, row by row. */
const contactSheet = async (frames: readonly Buffer[]): Promise<Buffer> => {
  const tiles = await Promise.all(
    frames.map((frame) =>
      sharp(frame).resize({ width: frameWidth }).png().toBuffer({ resolveWithObject: true }),
    ),
  );
  const height = tiles[0]?.info.height ?? 0;
  const at = (count: number, size: number) => gap + count * (size + gap);
  return sharp({
    create: {
      width: at(columns, frameWidth),
      height: at(Math.ceil(tiles.length / columns), height),
      channels: 3,
      background: '#808080',
    },
  })
    .composite(
      tiles.map(({ data }, place) => ({
        input: data,
        left: at(place % columns, frameWidth),
        top: at(Math.floor(place / columns), height),
      })),
    )
    .png()
    .toBuffer();
};

export const walkDesktop = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const opened = await openShell();
  try {
    const shell = await opened.start();
    try {
      const { page } = shell;
      page.setDefaultTimeout(timeoutMs);
      const frames: Buffer[] = [];
      const show = (theme: Theme) => page.emulateMedia({ colorScheme: theme });
      await show('light');
      await mainJob(shell, {
        frame: async () => void frames.push(await capture(shell)),
        screen: async (name) => {
          for (const theme of ['dark', 'light'] as const) {
            await show(theme);
            await savePng(join(folder, `${name}-${theme}.png`), await capture(shell));
          }
        },
      });
      await savePng(join(folder, 'main-job.png'), await contactSheet(frames));
    } finally {
      await shell.close();
    }
  } finally {
    await opened.close();
  }
};
