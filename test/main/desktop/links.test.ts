import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outsideLink } from '#main/desktop/links.ts';
import { programFolder } from '#main/program-folder.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';

const fileText = (name: string): string =>
  readFileSync(join(programFolder, 'src-renderer/features/settings', name), 'utf8');

test.each([
  'http://fal.ai/',
  'https://fal.ai.evil.example/',
  'https://evil.example/?fal.ai',
  'https://user@fal.ai/',
  'https://fal.ai:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ms-settings:privacy',
  'smb://server/share',
  'app://understudy/',
  'mailto:user@example.com',
  'not a link',
  '',
])('does not open %j', (url) => expect(outsideLink(url)).toBeNull());

test('opens the address as it was parsed', () => {
  expect(outsideLink('https://FAL.ai/a b\t')).toBe('https://fal.ai/a%20b');
});

test("opens every provider's dashboard", () => {
  const dashboards = [fal, novita, aimlapi, runpod].flatMap(({ models }) =>
    models.map(({ dashboardUrl }) => dashboardUrl).filter((url) => url !== null),
  );
  expect(dashboards.length).toBeGreaterThan(0);
  expect(dashboards.filter((url) => outsideLink(url) === null)).toEqual([]);
});

test('opens every page that the settings link to', () => {
  const linked = [
    ...fileText('settings-screen.tsx').matchAll(/^ {2}\w+: '(https:[^']+)'/gm),
    ...fileText('bucket-fields.ts').matchAll(/source: '(https:[^']+)'/g),
  ].map(([, url = '']) => url);
  expect(linked.length).toBeGreaterThanOrEqual(7);
  expect(linked.filter((url) => outsideLink(url) === null)).toEqual([]);
});
