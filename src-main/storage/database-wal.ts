/** Whether all that was written ahead can still be read: SQLite itself takes the first frame it cannot read for the end. */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { endianness } from 'node:os';

/** https://sqlite.org/fileformat2.html#the_write_ahead_log and https://sqlite.org/walformat.html#the_wal_index_file_format */
const headerBytes = 32;
const frameHeaderBytes = 24;
const magicLittle = 0x377f0682;
const magicBig = 0x377f0683;

export type WalState = 'none' | 'whole' | 'damaged';

type Sum = readonly [number, number];

const sumOf = (bytes: Buffer, isBig: boolean, [first, second]: Sum): Sum => {
  let [s0, s1] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    s0 = (s0 + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + s1) >>> 0;
    s1 = (s1 + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + s0) >>> 0;
  }
  return [s0, s1];
};

const isSum = (bytes: Buffer, at: number, [s0, s1]: Sum): boolean =>
  bytes.readUInt32BE(at) === s0 && bytes.readUInt32BE(at + 4) === s1;

/** How many frames programs have relied on, by the index that outlives a killed program; null: no such index. */
const framesReliedOn = (shmPath: string, salt: Buffer): number | null => {
  if (!existsSync(shmPath)) return null;
  const file = openSync(shmPath, 'r');
  try {
    const header = Buffer.alloc(48);
    if (fstatSync(file).size < header.length) return null;
    readSync(file, header, 0, header.length, 0);
    if (!header.subarray(32, 40).equals(salt)) return null;
    return endianness() === 'LE' ? header.readUInt32LE(16) : header.readUInt32BE(16);
  } finally {
    closeSync(file);
  }
};

const countFrames = (
  wal: Buffer,
  isBig: boolean,
): { readonly whole: number; readonly isGoingOn: boolean } => {
  const salt = wal.subarray(16, 24);
  const frameBytes = frameHeaderBytes + wal.readUInt32BE(8);
  let sum = sumOf(wal.subarray(0, 24), isBig, [0, 0]);
  let whole = 0;
  let hasEnded = false;
  for (let at = headerBytes; at + frameBytes <= wal.length; at += frameBytes) {
    const isOurs = wal.subarray(at + 8, at + 16).equals(salt);
    if (hasEnded && isOurs) return { whole, isGoingOn: true };
    if (hasEnded) continue;
    sum = sumOf(wal.subarray(at, at + 8), isBig, sum);
    sum = sumOf(wal.subarray(at + frameHeaderBytes, at + frameBytes), isBig, sum);
    if (isOurs && isSum(wal, at + 16, sum)) whole += 1;
    else hasEnded = true;
  }
  return { whole, isGoingOn: false };
};

/** Only while no program has the database open: closing a file lets go of the locks that this process has on it. */
export const walStateOf = (path: string): WalState => {
  if (!existsSync(`${path}-wal`)) return 'none';
  const wal = readFileSync(`${path}-wal`);
  if (wal.length < headerBytes) return wal.length === 0 ? 'none' : 'damaged';
  const magic = wal.readUInt32BE(0);
  const isBig = magic === magicBig;
  if (!isBig && magic !== magicLittle) return 'damaged';
  if (!isSum(wal, 24, sumOf(wal.subarray(0, 24), isBig, [0, 0]))) return 'damaged';
  const { whole, isGoingOn } = countFrames(wal, isBig);
  const reliedOn = framesReliedOn(`${path}-shm`, wal.subarray(16, 24));
  return isGoingOn || (reliedOn !== null && whole < reliedOn) ? 'damaged' : 'whole';
};
