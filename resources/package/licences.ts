/** The licences of everything that is shipped: which are allowed, and the text that ships with the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Shipped, ShippedPackage } from './shipped.ts';

/** SPDX names that allow shipping in a program under the MIT licence, with their text. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/**
 * Libraries under the LGPL. They are files of their own outside the archive, so that users can replace them, and their
 * sources are named.
 */
const replaceable: readonly { readonly name: RegExp; readonly licence: string; readonly source: string }[] = [
  {
    name: /^@img\/sharp-libvips-/,
    licence: 'LGPL-3.0-or-later',
    source: 'https://github.com/lovell/sharp-libvips',
  },
  {
    // The binary packages of sharp for Windows contain libvips.
    name: /^@img\/sharp-win32-/,
    licence: 'Apache-2.0 AND LGPL-3.0-or-later',
    source: 'https://github.com/lovell/sharp-libvips',
  },
  { name: /^libheif-js$/, licence: 'LGPL-3.0', source: 'https://github.com/catdad-experiments/libheif-js' },
];

/** `A OR B` needs one allowed licence, `A AND B` needs all. Nested expressions are not read: they are refused. */
export const isAllowedLicence = (expression: string): boolean => {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(bare)) return false;
  if (bare.includes(' AND ')) return bare.split(' AND ').every((part) => allowed.has(part.trim()));
  return bare.split(' OR ').some((part) => allowed.has(part.trim()));
};

const replaceableEntry = ({ name, licence }: Pick<ShippedPackage, 'name' | 'licence'>) =>
  replaceable.find((one) => one.name.test(name) && one.licence === licence);

/** One line for each package whose licence is unknown or forbids shipping it. Pure. */
export const licenceProblems = (
  packages: readonly Pick<ShippedPackage, 'name' | 'version' | 'licence'>[],
): readonly string[] =>
  packages.flatMap((one) => {
    const name = `${one.name} ${one.version}`;
    if (one.licence === null) return [`${name}: no licence is declared`];
    if (isAllowedLicence(one.licence) || replaceableEntry(one) !== undefined) return [];
    return [`${name}: ${one.licence} is not in the list of allowed licences`];
  });

const licenceFiles = /^(licen[cs]e|copying|notice)([.-].*)?$/i;

/** The licence texts that a package carries; null: none. */
const carriedText = (folder: string): string | null => {
  const texts = readdirSync(folder)
    .filter((name) => licenceFiles.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return texts.length === 0 ? null : texts.join('\n\n');
};

const rule = '-'.repeat(80);

const section = (one: ShippedPackage): string => {
  const source = replaceableEntry(one)?.source;
  return [
    rule,
    `${one.name} ${one.version}`,
    `Licence: ${one.licence ?? 'unknown'}`,
    ...(source === undefined ? [] : [`Source: ${source}`]),
    '',
    carriedText(one.folder) ?? 'The package carries no licence file; the line above is what it declares.',
    '',
  ].join('\n');
};

/**
 * The text of LICENSES.txt.
 * @param own Licence texts of parts that are no npm package, with their heads.
 */
export const licencesText = (
  { packages, bundledPackages }: Pick<Shipped, 'packages' | 'bundledPackages'>,
  own: readonly { readonly head: string; readonly text: string }[],
): string => {
  const byFolder = new Map([...packages, ...bundledPackages].map((one) => [one.folder, one]));
  const sorted = [...byFolder.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    'Understudy contains the following software. Electron and Chromium: see LICENSE.electron.txt and',
    'LICENSES.chromium.html beside the program.',
    '',
    ...own.map(({ head, text }) => [rule, head, '', text.trim(), ''].join('\n')),
    ...sorted.map(section),
  ].join('\n');
};
