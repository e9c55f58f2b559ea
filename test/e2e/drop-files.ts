/** Drops real files on a part of the page, as a file manager would. */
import type { Page } from '@playwright/test';

/** `target`: the title of that part, or null: the page itself; `paths`: full paths. */
export const dropFiles = async (
  page: Page,
  { target, paths }: { readonly target: string | null; readonly paths: readonly string[] },
): Promise<void> => {
  if (target !== null) await page.getByRole('heading', { name: target }).waitFor();
  // A hidden chooser brings the bytes into the page; from there they are dropped like any others.
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
