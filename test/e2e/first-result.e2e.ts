/** The first result of a new user: the sample and the model that needs no key, on every host. */
import { expect } from '@playwright/test';
import { startHost, test } from './host.ts';
import type { Program } from './program.ts';

let program: Program;
test.beforeAll(async () => {
  program = await startHost();
});
test.afterAll(() => program?.close());

test('makes a result of the sample with two presses and shows it beside its reference', async ({ page }) => {
  await page.goto(program.address);
  await page.getByRole('button', { name: 'Try it with the sample' }).click();
  await page.getByRole('button', { name: 'Generate \u00b7 free' }).click();
  const queue = page.getByRole('region', { name: 'Queue' });
  // The result is encoded on this computer.
  await expect(queue.getByText('Done')).toBeVisible({ timeout: 150_000 });
  await queue.getByRole('button', { name: 'Compare' }).click();
  const videos = page.locator('video');
  await expect(videos).toHaveCount(2);
  await expect
    .poll(() =>
      videos.evaluateAll((all) =>
        all.map((video) => {
          const { readyState, duration } = video as HTMLVideoElement;
          return readyState >= 2 && duration > 1;
        }),
      ),
    )
    .toEqual([true, true]);
  await page.getByRole('button', { name: 'Library' }).first().click();
  await expect(page.getByText('Offline demonstration').first()).toBeVisible();
});
