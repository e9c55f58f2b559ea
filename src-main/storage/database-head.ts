/** A copy of the database's first page: it says where each table begins, and without it not one row can be reached. */
import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { flushFileSync, replaceFile } from './atomic.ts';

/** https://sqlite.org/fileformat2.html#the_database_header */
const headerBytes = 100;
const magic = 'SQLite format 3\0';
const changeCounterAt = 24;
const validForAt = 92;

const headPath = (path: string): string => `${path}.head`;

const isHead = (page: Buffer): boolean =>
  page.length >= headerBytes && page.toString('latin1', 0, magic.length) === magic;

/** 1 stands for 65,536. */
const pageBytesOf = (page: Buffer): number => {
  const told = page.readUInt16BE(16);
  return told === 1 ? 65_536 : told;
};

const readStart = (path: string, sizeBytes: number): Buffer => {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(sizeBytes);
    return start.subarray(0, readSync(file, start, 0, sizeBytes, 0));
  } finally {
    closeSync(file);
  }
};

/** null: there is none that makes sense. */
const readKept = (path: string): Buffer | null => {
  if (!existsSync(headPath(path))) return null;
  const page = Buffer.from(readFileSync(headPath(path), 'utf8'), 'base64');
  return isHead(page) && page.length === pageBytesOf(page) ? page : null;
};

/** To be called when nobody has the database open. */
export const keepHead = (path: string): void => {
  const header = readStart(path, headerBytes);
  if (!isHead(header)) return;
  const page = readStart(path, pageBytesOf(header));
  // What comes before only counts changes, and has changed every time.
  const isKept = readKept(path)?.subarray(headerBytes).equals(page.subarray(headerBytes)) ?? false;
  if (!isKept) replaceFile(headPath(path), page.toString('base64'), 0o600);
};

/** Puts the kept first page of `path` over that of a damaged copy. False where there is none. */
export const putHeadBack = (path: string, copy: string): boolean => {
  const page = readKept(path);
  if (page === null) return false;
  // The file may have grown since: where these two differ, its real size counts instead of the one written there.
  page.writeUInt32BE((page.readUInt32BE(changeCounterAt) + 1) >>> 0, validForAt);
  const file = openSync(copy, 'r+');
  try {
    writeSync(file, page, 0, page.length, 0);
  } finally {
    closeSync(file);
  }
  flushFileSync(copy);
  return true;
};
