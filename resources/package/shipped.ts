/**
 * What the built program needs at run time: its own files, traced from its entries, and the npm packages that these
 * import, with their dependencies.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'vite';
import { z } from 'zod';

export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  readonly folder: string;
};

export type Shipped = {
  /** Files of `out/`, from the top of the project. */
  readonly files: readonly string[];
  /** The packages that the program imports by name. */
  readonly imported: readonly string[];
  /** These and their dependencies: the packages of the archive. */
  readonly packages: readonly ShippedPackage[];
  /** Packages whose code the build has put into files of `out/`. */
  readonly bundledPackages: readonly ShippedPackage[];
};

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  /** The form of packages from before npm 2. */
  licenses: z.array(z.object({ type: z.string() })).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});

/** The command line program needs Node, which the packaged program does not contain: its fuse runAsNode is off. */
const terminalEntry = 'out/main/understudy.js';

/** Loaded through createRequire, which the trace does not see. */
const loadedByName = ['libheif-js'];

/** Parts of Electron and of Node. */
const isProvided = (specifier: string): boolean =>
  specifier === 'electron' || isBuiltin(specifier) || specifier.startsWith('electron/');

const packageNameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The specifiers of a file's imports and of its dynamic imports of a literal. */
const importsOf = (path: string): readonly string[] => {
  const text = readFileSync(path, 'utf8');
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed`);
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(start, end));
    return literal?.[2] === undefined ? [] : [literal[2]];
  });
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  );
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...dynamic, ...reexported];
};

type Trace = { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> };

const trace = (root: string, entries: readonly string[]): Trace => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of importsOf(join(root, file))) {
      if (specifier.startsWith('.')) visit(posix.join(posix.dirname(file), specifier));
      else if (!isProvided(specifier)) packages.add(packageNameOf(specifier));
    }
  };
  for (const entry of entries) visit(entry);
  return { files, packages };
};

/** Node's own search: `node_modules` of the folder, then of each folder above it. */
const packageFolder = (name: string, from: string): string | null => {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(from);
  return parent === from ? null : packageFolder(name, parent);
};

/** The packages with all their dependencies; optional ones as far as they are installed. */
const withDependencies = (root: string, names: Iterable<string>): readonly ShippedPackage[] => {
  const found = new Map<string, ShippedPackage>();
  const visit = (name: string, from: string, isOptional: boolean): void => {
    const folder = packageFolder(name, from);
    if (folder === null) {
      if (isOptional) return;
      throw new Error(`${name} is not installed`);
    }
    if (found.has(folder)) return;
    const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    const { version, license, licenses } = manifest;
    const licence = license ?? licenses?.map(({ type }) => type).join(' OR ') ?? null;
    found.set(folder, { name: manifest.name, version, licence, folder });
    const optional = manifest.optionalDependencies ?? {};
    for (const dependency of Object.keys(manifest.dependencies ?? {}))
      visit(dependency, folder, dependency in optional);
    for (const dependency of Object.keys(optional)) visit(dependency, folder, true);
  };
  for (const name of names) visit(name, root, false);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** The packages that these sources import by name. */
const sourceImports = (root: string, pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root })
    .flatMap((file) => importsOf(join(root, file)))
    .filter((specifier) => !/^[.#]/.test(specifier) && !isProvided(specifier))
    .map(packageNameOf);

/** The page is bundled with all that it imports, the main process with what is no dependency at run time. */
const bundledImports = (root: string): ReadonlySet<string> => {
  const { dependencies = {} } = manifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  return new Set([
    ...sourceImports(root, '{src-renderer,src-preload/contract}/**/*.{ts,tsx}'),
    ...sourceImports(root, 'src-main/**/*.ts').filter((name) => !(name in dependencies)),
  ]);
};

/** Needs the built program in `out/`. */
export const findShipped = (root: string): Shipped => {
  const slashed = (paths: readonly string[]): readonly string[] =>
    paths.map((path) => path.replaceAll('\\', '/'));
  const mainEntries = slashed(globSync('out/main/*.js', { cwd: root })).filter(
    (file) => file !== terminalEntry,
  );
  const main = trace(root, mainEntries);
  const copied = slashed(
    globSync(['out/{preload,renderer}/**/*.*', 'out/main/*.wasm'], { cwd: root }),
  ).filter((file) => !file.endsWith('.map'));
  const imported = [...main.packages, ...loadedByName].sort();
  return {
    files: [...main.files, ...copied].sort(),
    imported,
    packages: withDependencies(root, imported),
    bundledPackages: withDependencies(root, bundledImports(root)),
  };
};
