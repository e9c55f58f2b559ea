/** What a terminal command loads before it is known which one it is: the file of a command is loaded when it is called. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { programFolder } from '#main/program-folder.ts';

const staticImport = /(?:^|\n)(?:import|export)\s(?!type\b)(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/g;

/** What is loaded with a text; its type imports are not. */
const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(staticImport)].map(([, specifier = '']) => specifier);

const fileOf = (from: string, specifier: string): string | null => {
  if (specifier.startsWith('#contract/')) return specifier.replace('#contract/', 'src-preload/contract/');
  if (!specifier.startsWith('.')) return null;
  return relative(programFolder, resolve(programFolder, dirname(from), specifier)).replaceAll('\\', '/');
};

/** All files and packages that are loaded with this one. */
const loadedWith = (entry: string): ReadonlySet<string> => {
  const loaded = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    for (const specifier of importsOf(readFileSync(resolve(programFolder, file), 'utf8'))) {
      const found = fileOf(file, specifier);
      if (found === null) loaded.add(specifier);
      else open.push(found);
    }
  }
  return loaded;
};

const heavy = (loaded: ReadonlySet<string>): readonly string[] =>
  [...loaded].filter(
    (name) =>
      ['undici', 'conf', 'hono', 'node:sqlite', 'fluent-ffmpeg', 'src-main/app.ts'].includes(name) ||
      /^src-main\/(media|jobs|library|web|cli\/commands)\//.test(name),
  );

test('the entry of the terminal loads neither the program nor any command', () => {
  const loaded = loadedWith('src-main/cli/understudy.ts');
  expect(loaded.size).toBeGreaterThan(20);
  expect(heavy(loaded)).toEqual([]);
});

test('the help, which loads the files of all commands, loads neither the program nor a host', () => {
  const commands = readdirSync(resolve(programFolder, 'src-main/cli/commands'), { recursive: true })
    .map((name) => `src-main/cli/commands/${String(name).replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts'));
  expect(commands.length).toBeGreaterThan(15);
  expect(heavy(new Set(commands.flatMap((file) => [...loadedWith(file)]))).toSorted()).toEqual(
    commands.toSorted(),
  );
});

test('listing models loads neither media nor the network', () => {
  expect(heavy(loadedWith('src-main/file-program.ts'))).toEqual([]);
});
