/** The borders of the house: who may import whom. The lint rules say the same; this finds what they overlook. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder } from '#main/program-folder.ts';

const files = globSync('src-*/**/*.{ts,tsx}', { cwd: programFolder }).map((file) =>
  file.replaceAll('\\', '/'),
);

const aliases: Readonly<Record<string, string>> = {
  '#contract/': 'src-preload/contract/',
  '#main/': 'src-main/',
  '#renderer/': 'src-renderer/',
};

/** A path from the top of the project, or the bare name of a package. */
const target = (from: string, specifier: string): string => {
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
  if (alias !== undefined) return specifier.replace(alias, aliases[alias] ?? '');
  if (!specifier.startsWith('.')) return specifier;
  return relative(programFolder, resolve(programFolder, dirname(from), specifier)).replaceAll('\\', '/');
};

const imports = files.flatMap((from) => {
  const text = readFileSync(resolve(programFolder, from), 'utf8');
  const found = text.matchAll(/(?:\bfrom|(?<![\w.'"])import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, specifier = '']) => ({ from, to: target(from, specifier) }));
});

const trespassers = (isFrom: (file: string) => boolean, isTo: (to: string) => boolean) =>
  imports.filter(({ from, to }) => isFrom(from) && isTo(to)).map(({ from, to }) => `${from} -> ${to}`);

const isInside = (folder: string) => (path: string) => path.startsWith(`${folder}/`);

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(200);
});

test('only the desktop shell and the preload import electron', () => {
  const isShell = (file: string) =>
    isInside('src-main/electron')(file) || file === 'src-main/index.ts' || file === 'src-preload/index.ts';
  const isElectron = (to: string) =>
    to === 'electron' || to.startsWith('electron/') || to === 'electron-store';
  expect(trespassers((file) => !isShell(file), isElectron)).toEqual([]);
});

test('the contract imports itself and zod, nothing else', () => {
  const isAllowed = (to: string) => to === 'zod' || isInside('src-preload/contract')(to);
  expect(trespassers(isInside('src-preload/contract'), (to) => !isAllowed(to))).toEqual([]);
});

test('the preload imports electron and types of the contract only, so that it bundles no schema', () => {
  const text = readFileSync(resolve(programFolder, 'src-preload/index.ts'), 'utf8');
  const found = [...text.matchAll(/\bimport\s+(type\b)?[^'"]*['"]([^'"]+)['"]/g)];
  expect(found.filter(([, isType]) => isType === undefined).map(([, , specifier]) => specifier)).toEqual([
    'electron',
  ]);
});

test('the page knows the contract and itself, never the machine room or Node', () => {
  const isForbidden = (to: string) =>
    isInside('src-main')(to) || to.startsWith('node:') || to === 'src-preload/index.ts';
  expect(trespassers(isInside('src-renderer'), isForbidden)).toEqual([]);
});

test('the machine room never imports the page', () => {
  expect(trespassers(isInside('src-main'), isInside('src-renderer'))).toEqual([]);
});

test('features of the page do not import each other', () => {
  const feature = (path: string) => /^src-renderer\/features\/([^/]+)\//.exec(path)?.[1];
  const crossings = imports.filter(
    ({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to),
  );
  expect(crossings).toEqual([]);
});

test('rooms inside the machine room meet in app.ts: they import types of each other at most', () => {
  const rooms = ['media', 'providers', 'delivery', 'jobs', 'library', 'settings'];
  const room = (path: string) => rooms.find((name) => isInside(`src-main/${name}`)(path));
  const crossings = files.flatMap((from) => {
    const text = readFileSync(resolve(programFolder, from), 'utf8');
    // Types vanish when the program runs; anything else would tie one room to another.
    const found = text.matchAll(/(?<![\w.'"])import\s+(?!type\b)[^'"]*['"]([^'"]+)['"]/g);
    return [...found]
      .filter(([statement]) => !/\{\s*type [^,}]*\}/.test(statement))
      .map(([, specifier = '']) => ({ from, to: target(from, specifier) }))
      .filter(({ to }) => room(from) && room(to) && room(from) !== room(to));
  });
  expect(crossings).toEqual([]);
});

test('nothing but media/ffmpeg/child.ts starts ffmpeg, and nothing but media/ffmpeg/ffmpeg.ts knows fluent-ffmpeg', () => {
  const mayStartPrograms = new Set([
    'src-main/media/ffmpeg/child.ts',
    'src-main/media/image/image-child.ts',
    'src-main/start.ts',
  ]);
  expect(
    trespassers(
      (file) => !mayStartPrograms.has(file),
      (to) => to === 'node:child_process',
    ),
  ).toEqual([]);
  expect(
    trespassers(
      (file) => file !== 'src-main/media/ffmpeg/ffmpeg.ts',
      (to) => to === 'fluent-ffmpeg',
    ),
  ).toEqual([]);
});
