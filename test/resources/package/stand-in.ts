/** A folder in the form of an unpacked Electron, whose program is nothing but a fuse wire; and one of ffmpeg. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of @electron/fuses 2.1: a sentinel, the version of the wire, its length, and one character for each fuse. */
const wire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  // The states in which Electron 45 is released: 1 is on, 0 is off.
  Buffer.from('101100011'),
]);

export const writeElectron = (folder: string): string => {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const program = join(folder, 'electron');
  writeFileSync(program, Buffer.concat([Buffer.alloc(5000), wire, Buffer.alloc(5000)]), { mode: 0o755 });
  writeFileSync(join(folder, 'LICENSE'), 'MIT');
  return program;
};

export const writeFfmpeg = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  for (const name of ['ffmpeg', 'ffprobe', 'COPYING.GPLv3', 'SOURCE.txt'])
    writeFileSync(join(folder, name), name, { mode: 0o755 });
};
