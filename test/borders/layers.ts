/** The layers of the program: which part may import which. One table; everything that is not in it is rejected. */
import type { SourceFile } from './source-tree.ts';

type Layer = {
  readonly name: string;
  /** Paths from the top of the project; a folder ends with a slash. The longest match decides. */
  readonly at: readonly string[];
  /** Layers whose values and types may be imported. */
  readonly uses: readonly string[];
  /** Layers of which types alone may be imported. */
  readonly types?: readonly string[];
  /** Packages beyond Node's own modules. `electron` and the like stay where they are named. */
  readonly packages?: readonly string[];
  /** Whether Node's modules may be imported. */
  readonly hasNode?: boolean;
};

const featureModules = ['media', 'providers', 'delivery', 'jobs', 'library', 'settings'];
const screens = ['batch', 'compare', 'import', 'library', 'prepare', 'queue', 'settings'];

const featureModule = (name: string, packages: readonly string[]): Layer => ({
  name,
  at: [`src-main/${name}/`],
  uses: ['contract', 'base', 'storage', 'net'],
  // Feature modules are connected by name in app.ts: they know each other's types at most.
  types: ['ports', 'ipc', ...featureModules.filter((one) => one !== name)],
  packages,
  hasNode: true,
});

const screen = (name: string): Layer => ({
  name: `screen ${name}`,
  at: [`src-renderer/features/${name}/`],
  uses: ['contract', 'shared', 'state', 'messages', 'ui'],
  types: ['bridge'],
  packages: ['react', 'lucide-react', '@dnd-kit/*', '@tanstack/react-virtual', '@base-ui/react'],
});

export const layers: readonly Layer[] = [
  { name: 'contract', at: ['src-preload/contract/'], uses: [], packages: ['zod'] },
  { name: 'preload', at: ['src-preload/'], uses: ['contract'], packages: ['electron'] },

  { name: 'ports', at: ['src-main/ports.ts'], uses: ['contract'], hasNode: true },
  {
    name: 'base',
    at: [
      'src-main/artifacts.ts',
      'src-main/limiter.ts',
      'src-main/background.ts',
      'src-main/program-folder.ts',
    ],
    uses: ['contract'],
    types: ['ports', 'providers'],
    packages: ['p-queue'],
    hasNode: true,
  },
  {
    name: 'storage',
    at: ['src-main/storage/'],
    uses: ['contract'],
    types: ['ports'],
    packages: ['write-file-atomic', 'range-parser', 'zod'],
    hasNode: true,
  },
  {
    name: 'net',
    at: ['src-main/net/'],
    uses: ['contract', 'storage'],
    types: ['ports', 'base', 'providers'],
    packages: ['undici', 'zod'],
    hasNode: true,
  },
  featureModule('media', [
    'fluent-ffmpeg',
    'ffmpeg-static',
    'sharp',
    'libheif-js',
    'libheif-js/*',
    '@tensorflow/*',
    'zod',
  ]),
  featureModule('providers', ['zod']),
  featureModule('delivery', ['aws4fetch', 'zod']),
  featureModule('jobs', ['zod']),
  featureModule('library', ['yauzl', 'yazl', 'zod']),
  featureModule('settings', ['conf', 'zod']),
  {
    name: 'app',
    at: ['src-main/'],
    uses: ['contract', 'base', 'ports', 'storage', 'net', 'ipc', 'desktop', ...featureModules],
    packages: ['env-paths', 'zod'],
    hasNode: true,
  },
  {
    name: 'ipc',
    at: ['src-main/ipc/'],
    uses: ['contract', 'storage'],
    types: ['ports', 'base', 'media', 'providers'],
    packages: ['zod'],
    hasNode: true,
  },
  {
    name: 'instance',
    at: ['src-main/instance/'],
    uses: ['contract', 'app', 'base', 'ipc', 'storage'],
    types: ['ports', ...featureModules],
    packages: ['zod'],
    hasNode: true,
  },
  {
    name: 'desktop',
    at: ['src-main/desktop/'],
    uses: ['contract', 'base', 'storage', 'net'],
    types: ['ports', 'ipc', 'app'],
    packages: ['zod'],
    hasNode: true,
  },
  {
    name: 'electron',
    at: ['src-main/electron/', 'src-main/index.ts'],
    uses: ['contract', 'app', 'base', 'desktop', 'instance', 'ipc', 'media', 'storage', 'settings'],
    types: ['ports'],
    packages: ['electron', 'electron-store', 'electron-updater'],
    hasNode: true,
  },
  {
    name: 'web',
    at: ['src-main/web/'],
    uses: ['contract', 'base', 'ipc', 'storage'],
    types: ['app', 'ports'],
    packages: ['hono', 'hono/*', '@hono/*', 'zod'],
    hasNode: true,
  },
  {
    name: 'cli',
    at: ['src-main/cli/'],
    uses: ['contract', 'app', 'base', 'desktop', 'instance', 'web', 'storage', 'ipc'],
    types: ['ports', ...featureModules],
    packages: ['commander', 'zod'],
    hasNode: true,
  },

  {
    name: 'ui',
    at: ['src-renderer/ui/'],
    uses: ['contract'],
    packages: ['react', 'react-dom', '@base-ui/*', 'lucide-react'],
  },
  { name: 'messages', at: ['src-renderer/messages/'], uses: ['contract', 'ui'] },
  {
    name: 'state',
    at: ['src-renderer/state/'],
    uses: ['contract', 'messages'],
    types: ['bridge'],
    packages: ['react', 'zustand', 'zustand/*', 'zod'],
  },
  { name: 'bridge', at: ['src-renderer/bridge/'], uses: ['contract', 'state'], packages: ['zod'] },
  {
    name: 'shared',
    at: ['src-renderer/shared/'],
    uses: ['contract', 'state', 'messages', 'ui'],
    types: ['bridge'],
    packages: ['react', 'lucide-react'],
  },
  ...screens.map(screen),
  {
    name: 'page',
    at: ['src-renderer/'],
    uses: [
      'contract',
      'bridge',
      'shared',
      'state',
      'messages',
      'ui',
      ...screens.map((name) => `screen ${name}`),
    ],
    packages: ['react', 'react-dom/*', 'lucide-react', '@base-ui/*'],
  },
];

/** Files that alone may import values of a package or a module. */
export const soleImporters: ReadonlyMap<string, readonly string[]> = new Map([
  ['fluent-ffmpeg', ['src-main/media/ffmpeg/ffmpeg.ts']],
  [
    'node:child_process',
    [
      'src-main/media/ffmpeg/child.ts',
      'src-main/media/worker/worker-child.ts',
      'src-main/start.ts',
      'src-main/web/open-browser.ts',
    ],
  ],
  ['sharp', ['src-main/media/image/load-sharp.ts']],
  ['@tensorflow/tfjs-core', ['src-main/media/body/pose-model.ts']],
  ['@tensorflow/tfjs-converter', ['src-main/media/body/pose-model.ts']],
  ['@tensorflow/tfjs-backend-wasm', ['src-main/media/body/pose-model.ts']],
]);

const layerOf = (path: string): Layer | undefined => {
  const matches = layers.flatMap((layer) =>
    layer.at.filter((at) => path.startsWith(at)).map((at) => ({ layer, length: at.length })),
  );
  return matches.sort((one, other) => other.length - one.length)[0]?.layer;
};

const isProjectPath = (to: string): boolean =>
  /^(src-main|src-preload|src-renderer|test|resources)\//.test(to);

const matches = (name: string, pattern: string): boolean =>
  pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

const isAllowed = (layer: Layer, to: string, isType: boolean): boolean => {
  if (isProjectPath(to)) {
    const other = layerOf(to);
    if (other === undefined) return false;
    if (other === layer || layer.uses.includes(other.name)) return true;
    return isType && (layer.types ?? []).includes(other.name);
  }
  if (to.startsWith('node:')) return layer.hasNode === true;
  if (to.endsWith('.css')) return true;
  return (layer.packages ?? []).some((pattern) => matches(to, pattern));
};

/** One line an import that the table does not allow: `from -> to`. */
export const findViolations = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, imports }) => {
    const layer = layerOf(path);
    if (layer === undefined) return [`${path} is in no layer`];
    return imports
      .filter(({ to, isType }) => {
        const sole = soleImporters.get(to);
        if (sole !== undefined && !isType && !sole.includes(path)) return true;
        return !isAllowed(layer, to, isType);
      })
      .map(({ to, isType }) => `${path} -> ${to}${isType ? ' (type)' : ''}`);
  });

/** Groups of files that import each other in a circle, type imports included (Tarjan). */
export const findCycles = (files: readonly SourceFile[]): readonly (readonly string[])[] => {
  const graph = new Map(files.map(({ path, imports }) => [path, imports.map(({ to }) => to)]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (path: string): number => {
    const at = index.size;
    index.set(path, at);
    stack.push(path);
    let lowest = at;
    for (const to of graph.get(path) ?? []) {
      if (!graph.has(to)) continue;
      if (!index.has(to)) lowest = Math.min(lowest, visit(to));
      else if (stack.includes(to)) lowest = Math.min(lowest, index.get(to) ?? at);
    }
    low.set(path, lowest);
    if (lowest === at) {
      const group = stack.splice(stack.indexOf(path));
      if (group.length > 1) cycles.push(group.sort());
    }
    return lowest;
  };
  for (const path of graph.keys()) if (!index.has(path)) visit(path);
  return cycles;
};

/** Files of one folder whose names differ in the extension only. */
export const findSameNames = (files: readonly Pick<SourceFile, 'path'>[]): readonly string[] => {
  const seen = new Map<string, string[]>();
  for (const { path } of files) {
    const base = path.replace(/(\.test)?\.tsx?$/, (_all, test: string | undefined) => test ?? '');
    seen.set(base, [...(seen.get(base) ?? []), path]);
  }
  return [...seen.values()].filter((paths) => paths.length > 1).map((paths) => paths.join(', '));
};
