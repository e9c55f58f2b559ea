/** The oldest Node that the project declares installs every package without an engine warning. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { programFolder } from '#main/program-folder.ts';

const read = (file: string) => readFileSync(join(programFolder, file), 'utf8');

// A dependency of electron-updater; npm decides with the same package. It has no types here.
const { satisfies, minVersion } = createRequire(
  join(programFolder, 'node_modules', 'electron-updater', 'package.json'),
)('semver') as {
  readonly satisfies: (version: string, range: string) => boolean;
  readonly minVersion: (range: string) => { readonly version: string };
};

const manifest = z
  .object({ engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(read('package.json')));
const oldest = minVersion(manifest.engines.node).version;

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      // Packages of before npm 2 have a list.
      engines: z.union([z.object({ node: z.string().optional() }), z.array(z.string())]).optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

test('the declared oldest Node is the one that the README names', () => {
  expect(oldest).toBe('22.12.0');
  expect(read('README.md')).toContain('Node 22.12 or newer');
});

test('every package that is not optional supports the oldest Node', () => {
  const { packages } = lockSchema.parse(JSON.parse(read('package-lock.json')));
  const ranges = Object.entries(packages).flatMap(([path, { engines, optional }]) =>
    engines === undefined || Array.isArray(engines) || engines.node === undefined || optional === true
      ? []
      : [{ path, range: engines.node }],
  );
  expect(ranges.length).toBeGreaterThan(100);
  expect(ranges.filter(({ range }) => !satisfies(oldest, range))).toEqual([]);
  expect(satisfies('20.0.0', manifest.engines.node), 'an older Node is refused').toBe(false);
});
