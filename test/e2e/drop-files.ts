/** Drops real files on a part of the page, as a file manager does. */
import type { Page } from '@playwright/test';

/** `target`: the title of that part, or null for the page itself; `paths`: full paths. */
export const dropFiles = async (
  page: Page,
  { target, paths }: { readonly target: string | null; readonly paths: readonly string[] },
): Promise<void> => {
  if (target !== null) await page.getByRole('heading', { name: target }).waitFor();
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
