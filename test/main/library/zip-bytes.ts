/** Writes zip files byte by byte, malformed ones included. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  readonly name: string;
  readonly content: string | Buffer;
  readonly isPacked?: boolean;
  /** Unix mode, including the file type. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
  readonly method?: number;
  /** Lengths and checksum follow the content, as written by programs that stream. */
  readonly hasDescriptor?: boolean;
  /** Without the flag for UTF-8 names. */
  readonly isUnflagged?: boolean;
  /** Values of its headers; absent: the correct ones. */
  readonly claimedBytes?: number;
};

const encryptedFlag = 0x1;
const utf8Flag = 0x800;
const descriptorFlag = 0x8;

const fieldsOf = (entry: ZipEntry) => {
  const content = Buffer.from(entry.content);
  const data = entry.isPacked ? deflateRawSync(content) : content;
  const name = Buffer.from(entry.name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  const flags = [
    entry.isUnflagged ? 0 : utf8Flag,
    entry.isEncrypted ? encryptedFlag : 0,
    entry.hasDescriptor ? descriptorFlag : 0,
  ];
  common.writeUInt16LE(
    flags.reduce((all, flag) => all | flag, 0),
    2,
  );
  common.writeUInt16LE(entry.method ?? (entry.isPacked ? 8 : 0), 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(entry.claimedBytes ?? content.length, 18);
  common.writeUInt16LE(name.length, 22);
  return { name, data, common };
};

export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, data, common } = fieldsOf(entry);
    const lengths = common.subarray(10, 22);
    const local = Buffer.concat([
      Buffer.from('PK\u0003\u0004', 'latin1'),
      entry.hasDescriptor
        ? Buffer.concat([common.subarray(0, 10), Buffer.alloc(12), common.subarray(22)])
        : common,
      name,
      data,
      entry.hasDescriptor
        ? Buffer.concat([Buffer.from('PK\u0007\u0008', 'latin1'), lengths])
        : Buffer.alloc(0),
    ]);
    const made = Buffer.alloc(2);
    // Version made by: Unix.
    made.writeUInt16LE((3 << 8) | 63, 0);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), made, common, rest, name]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
};
