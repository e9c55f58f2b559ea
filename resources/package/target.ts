/** The systems and processors that packages are built for, under the names of electron-builder's configuration. */
export const systems = ['linux', 'mac', 'win'] as const;
export const arches = ['x64', 'arm64'] as const;

export type System = (typeof systems)[number];
export type Target = { readonly system: System; readonly arch: (typeof arches)[number] };

export const nameOf = ({ system, arch }: Target): string => `${system}-${arch}`;

/** The name of a system in `process.platform`, which npm packages with native files use too. */
export const platformOf = (system: System): 'linux' | 'darwin' | 'win32' =>
  (({ linux: 'linux', mac: 'darwin', win: 'win32' }) as const)[system];

/** The computer this runs on; null: no package is built for it. */
export const hostTarget = (): Target | null => {
  const system = systems.find((one) => platformOf(one) === process.platform);
  const arch = arches.find((one) => one === process.arch);
  return system === undefined || arch === undefined ? null : { system, arch };
};

/** `null`: not a name of the list. */
export const targetFrom = (system: string, arch: string): Target | null => {
  const knownSystem = systems.find((one) => one === system);
  const knownArch = arches.find((one) => one === arch);
  return knownSystem === undefined || knownArch === undefined
    ? null
    : { system: knownSystem, arch: knownArch };
};
