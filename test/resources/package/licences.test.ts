import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAllowedLicence, licenceProblems, licencesText } from '../../../resources/package/licences.ts';

test.each([
  ['MIT', true],
  ['(MIT OR CC0-1.0)', true],
  ['MIT AND ISC', true],
  ['GPL-3.0 OR MIT', true],
  ['MIT AND GPL-3.0', false],
  ['(MIT AND (ISC OR GPL-3.0))', false],
  ['GPL-3.0-or-later', false],
  ['LGPL-3.0', false],
  ['UNLICENSED', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['', false],
])('the licence %s is allowed: %s', (expression, expected) => {
  expect(isAllowedLicence(expression)).toBe(expected);
});

test('refuses packages whose licence is unknown or not allowed', () => {
  expect(
    licenceProblems([
      { name: 'good', version: '1.0.0', licence: 'ISC' },
      { name: 'silent', version: '2.0.0', licence: null },
      { name: 'ffmpeg-static', version: '5.3.0', licence: 'GPL-3.0-or-later' },
    ]),
  ).toEqual([
    'silent 2.0.0: no licence is declared',
    'ffmpeg-static 5.3.0: GPL-3.0-or-later is not in the list of allowed licences',
  ]);
});

test('allows the LGPL for the named replaceable libraries only, under the licence that was examined', () => {
  const named = { name: '@img/sharp-libvips-linux-x64', version: '1.3.4' };
  expect(licenceProblems([{ ...named, licence: 'LGPL-3.0-or-later' }])).toEqual([]);
  expect(licenceProblems([{ ...named, licence: 'GPL-3.0' }])).toHaveLength(1);
  expect(licenceProblems([{ name: 'other', version: '1.0.0', licence: 'LGPL-3.0-or-later' }])).toHaveLength(
    1,
  );
});

test('the text contains each package once, sorted, with its licence file and the source of LGPL libraries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-licences-'));
  try {
    writeFileSync(join(folder, 'LICENSE.md'), 'Copyright A Holder');
    const holder = { name: 'holder', version: '1.0.0', licence: 'MIT', folder };
    const heif = { name: 'libheif-js', version: '1.23.2', licence: 'LGPL-3.0', folder: join(tmpdir()) };
    const text = licencesText({ packages: [heif, holder], bundledPackages: [holder] }, [
      { head: 'Understudy', text: 'MIT License' },
    ]);
    expect(text.match(/Copyright A Holder/g)).toHaveLength(1);
    expect(text).toContain('Understudy\n\nMIT License');
    expect(text).toContain('Source: https://github.com/catdad-experiments/libheif-js');
    expect(text.indexOf('holder 1.0.0')).toBeLessThan(text.indexOf('libheif-js 1.23.2'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
