/** Drops real files on a part of the page, as a file manager does. */
import type { Page } from '@playwright/test';
import { currentWindow } from './host.ts';

type Drop = {
  /** The title of that part, or null for the page itself. */
  readonly target: string | null;
  /** Full paths. */
  readonly paths: readonly string[];
};

/** Drag events without a path: in browser mode, and in the screenshots. */
const dropInPage = async (page: Page, { target, paths }: Drop): Promise<void> => {
  // A hidden file input loads the bytes into the page, where they are dropped like other files.
  await page.evaluate(() => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', id: 'test-files', multiple: true, hidden: true });
    document.body.append(input);
  });
  await page.setInputFiles('#test-files', [...paths]);
  await page.evaluate((label) => {
    const input = document.querySelector<HTMLInputElement>('#test-files');
    const sections = [...document.querySelectorAll('section')];
    const zone =
      label === null
        ? document.body
        : sections.find((section) => section.querySelector('h2')?.textContent === label);
    const transfer = new DataTransfer();
    for (const file of input?.files ?? []) transfer.items.add(file);
    for (const type of ['dragenter', 'dragover', 'drop'])
      zone?.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    input?.remove();
  }, target);
};

export const dropFiles = async (page: Page, drop: Drop): Promise<void> => {
  const { target, paths } = drop;
  if (target !== null) await page.getByRole('heading', { name: target, exact: true }).waitFor();
  const window = currentWindow();
  if (window === null) return dropInPage(page, drop);
  const zone =
    target === null
      ? page.locator('body')
      : page.locator('section').filter({ has: page.getByRole('heading', { name: target, exact: true }) });
  const box = await zone.first().boundingBox();
  if (box === null) throw new Error(`Nothing to drop on: ${target}`);
  await window.drop({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, paths);
};
