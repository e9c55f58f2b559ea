/** A HEIC's or AVIF's items (ISO 23008-12), as far as the main picture needs them. Pure; lies are read as nothing. */

import { boxesIn } from '../probe/mp4-boxes.ts';
import { type Turn, upright } from './exif.ts';
import { type ImageParts, noParts } from './image-parts.ts';

type Extent = { readonly at: number; readonly length: number };
type Item = { readonly type: string; readonly isInBox: boolean; readonly extents: readonly Extent[] };
type Property = { readonly type: string; readonly body: Buffer };

type Heif = {
  readonly primary: number;
  readonly items: ReadonlyMap<number, Item>;
  /** Of a picture made of tiles: its tiles, row by row. */
  readonly tiles: ReadonlyMap<number, readonly number[]>;
  readonly properties: ReadonlyMap<number, readonly Property[]>;
  readonly inBox: Buffer;
};

/** Phones make some 50 to 200 tiles and a few items beside them. */
const maxItems = 4096;

const reader = (bytes: Buffer, from = 0) => {
  let at = from;
  const number = (size: number): number => {
    if (size === 0) return 0;
    const end = at + size;
    if (end > bytes.length) throw new RangeError('past the end of a box');
    const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size);
    at = end;
    return value;
  };
  const text = (size: number) => {
    at += size;
    return bytes.toString('latin1', at - size, at);
  };
  return { number, text };
};

const versionOf = (body: Buffer): number => body[0] ?? 0;

const readTypes = (iinf: Buffer): ReadonlyMap<number, string> => {
  const types = new Map<number, string>();
  for (const { type, body } of boxesIn(iinf.subarray(versionOf(iinf) === 0 ? 6 : 8))) {
    if (type !== 'infe' || versionOf(body) < 2) continue;
    const fields = reader(body, 4);
    const id = fields.number(versionOf(body) === 2 ? 2 : 4);
    fields.number(2);
    types.set(id, fields.text(4));
  }
  return types;
};

const readPlaces = (iloc: Buffer, types: ReadonlyMap<number, string>): ReadonlyMap<number, Item> => {
  const items = new Map<number, Item>();
  const version = versionOf(iloc);
  const fields = reader(iloc, 4);
  const sizes = fields.number(2);
  const [offsetSize, lengthSize] = [(sizes >> 12) & 15, (sizes >> 8) & 15];
  const [baseSize, indexSize] = [(sizes >> 4) & 15, version === 0 ? 0 : sizes & 15];
  const idSize = version < 2 ? 2 : 4;
  const count = Math.min(fields.number(idSize), maxItems);
  for (let index = 0; index < count; index += 1) {
    const id = fields.number(idSize);
    const method = version === 0 ? 0 : fields.number(2) & 15;
    fields.number(2);
    const base = fields.number(baseSize);
    const extents = Array.from({ length: Math.min(fields.number(2), maxItems) }, () => {
      fields.number(indexSize);
      const at = base + fields.number(offsetSize);
      return { at, length: fields.number(lengthSize) };
    });
    items.set(id, { type: types.get(id) ?? '', isInBox: method === 1, extents });
  }
  return items;
};

const readTiles = (iref: Buffer): ReadonlyMap<number, readonly number[]> => {
  const idSize = versionOf(iref) === 0 ? 2 : 4;
  const tiles = new Map<number, readonly number[]>();
  for (const { type, body } of boxesIn(iref.subarray(4))) {
    if (type !== 'dimg') continue;
    const fields = reader(body);
    const from = fields.number(idSize);
    const count = Math.min(fields.number(2), maxItems);
    tiles.set(
      from,
      Array.from({ length: count }, () => fields.number(idSize)),
    );
  }
  return tiles;
};

const readProperties = (iprp: Buffer): ReadonlyMap<number, readonly Property[]> => {
  const all = [...boxesIn(iprp)];
  const container = all.find(({ type }) => type === 'ipco')?.body ?? Buffer.alloc(0);
  const known: readonly Property[] = [...boxesIn(container)];
  const owned = new Map<number, readonly Property[]>();
  for (const { type, body } of all) {
    if (type !== 'ipma') continue;
    const isWide = ((body[3] ?? 0) & 1) === 1;
    const fields = reader(body, 4);
    const count = Math.min(fields.number(4), maxItems);
    for (let index = 0; index < count; index += 1) {
      const id = fields.number(versionOf(body) === 0 ? 2 : 4);
      const numbers = Array.from(
        { length: fields.number(1) },
        () => fields.number(isWide ? 2 : 1) & (isWide ? 0x7fff : 0x7f),
      );
      owned.set(
        id,
        numbers.flatMap((number) => known[number - 1] ?? []),
      );
    }
  }
  return owned;
};

const readHeif = (file: Buffer): Heif | null => {
  const meta = [...boxesIn(file)].find(({ type }) => type === 'meta')?.body;
  if (!meta) return null;
  const parts = new Map([...boxesIn(meta.subarray(4))].map(({ type, body }) => [type, body]));
  const [pitm, iinf, iloc, iprp] = ['pitm', 'iinf', 'iloc', 'iprp'].map((type) => parts.get(type));
  if (!pitm || !iinf || !iloc || !iprp) return null;
  const iref = parts.get('iref');
  try {
    return {
      primary: reader(pitm, 4).number(versionOf(pitm) === 0 ? 2 : 4),
      items: readPlaces(iloc, readTypes(iinf)),
      tiles: iref ? readTiles(iref) : new Map(),
      properties: readProperties(iprp),
      inBox: parts.get('idat') ?? Buffer.alloc(0),
    };
  } catch {
    // Only reading past an end throws here.
    return null;
  }
};

const propertyOf = (heif: Heif, item: number, type: string): Buffer | undefined =>
  heif.properties.get(item)?.find((property) => property.type === type)?.body;

/** Properties apply in the order in which they stand: a turn (counter-clockwise), a mirror, or both. */
const turnOf = (properties: readonly Property[]): Turn =>
  properties.reduce<Turn>((turn, { type, body }) => {
    const [value = 0] = body;
    if (type === 'irot') return turned(turn, 360 - (value & 3) * 90);
    if (type !== 'imir') return turn;
    // Mirroring what was turned is turning what was mirrored the other way; 0 mirrors top to bottom.
    const mirrored = {
      rotationDeg: turned(upright, 360 - turn.rotationDeg).rotationDeg,
      isMirrored: !turn.isMirrored,
    };
    return (value & 1) === 1 ? mirrored : turned(mirrored, 180);
  }, upright);

const quarters = [0, 90, 180, 270] as const;
const turned = ({ rotationDeg, isMirrored }: Turn, byDeg: number): Turn => ({
  rotationDeg: quarters[((rotationDeg + byDeg) / 90) % 4] ?? 0,
  isMirrored,
});

export const heifParts = (file: Buffer): ImageParts => {
  const heif = readHeif(file);
  const size = heif && propertyOf(heif, heif.primary, 'ispe');
  if (!heif || !size || size.length < 12) return noParts;
  const pixels = propertyOf(heif, heif.primary, 'pixi');
  const colours = propertyOf(heif, heif.primary, 'colr');
  const isProfile = /^(prof|rICC)$/.test(colours?.toString('latin1', 0, 4) ?? '');
  return {
    ...noParts,
    width: size.readUInt32BE(4),
    height: size.readUInt32BE(8),
    turn: turnOf(heif.properties.get(heif.primary) ?? []),
    bitDepth: Math.max(8, pixels?.[5] ?? 8),
    hasMetadata: [...heif.items.values()].some(({ type }) => type === 'Exif' || type === 'mime'),
    colourProfile: isProfile && colours ? colours.subarray(4) : null,
  };
};

const bytesOf = (file: Buffer, heif: Heif, id: number): Buffer | null => {
  const item = heif.items.get(id);
  if (!item) return null;
  const from = item.isInBox ? heif.inBox : file;
  const total = item.extents.reduce((sum, { length }) => sum + length, 0);
  // Parts that lie about themselves could name the same bytes over and over.
  if (total > from.length || item.extents.some(({ at, length }) => at + length > from.length)) return null;
  return Buffer.concat(item.extents.map(({ at, length }) => from.subarray(at, at + length)));
};

const startCode = Buffer.from([0, 0, 0, 1]);

/** The pieces of a coded picture (ISO 14496-15), each behind its length, as a stream marks them. */
const asStream = (coded: Buffer, lengthSize: number): Buffer => {
  const pieces: Buffer[] = [];
  let at = 0;
  while (at + lengthSize <= coded.length) {
    const length = coded.readUIntBE(at, lengthSize);
    at += lengthSize;
    if (length === 0 || at + length > coded.length) break;
    pieces.push(startCode, coded.subarray(at, at + length));
    at += length;
  }
  return Buffer.concat(pieces);
};

/** What a decoder must know before the first picture. */
const configured = (hvcC: Buffer): { readonly lengthSize: number; readonly head: Buffer } => {
  const fields = reader(hvcC, 22);
  const pieces: Buffer[] = [];
  let at = 23;
  const arrays = fields.number(1);
  for (let array = 0; array < arrays; array += 1) {
    const count = hvcC.readUInt16BE(at + 1);
    at += 3;
    for (let index = 0; index < count; index += 1) {
      const length = hvcC.readUInt16BE(at);
      pieces.push(startCode, hvcC.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return { lengthSize: ((hvcC[21] ?? 3) & 3) + 1, head: Buffer.concat(pieces) };
};

/** A HEIC as a stream of HEVC: one frame for each tile, row by row, of which the picture is put together. */
export type HeicStream = {
  readonly stream: Buffer;
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
};

/** Every build of ffmpeg decodes HEVC, but hardly any reads this container right: phones cut their pictures into tiles. */
export const heicStream = (file: Buffer): HeicStream | null => {
  const heif = readHeif(file);
  const { width, height } = heifParts(file);
  if (!heif || width === 0 || height === 0) return null;
  const grid = heif.items.get(heif.primary)?.type === 'grid' ? bytesOf(file, heif, heif.primary) : null;
  const tiles = grid ? (heif.tiles.get(heif.primary) ?? []) : [heif.primary];
  const [columns, rows] = grid ? [(grid[3] ?? 0) + 1, (grid[2] ?? 0) + 1] : [1, 1];
  if (tiles.length !== columns * rows) return null;
  let left = file.length;
  try {
    const frames = tiles.map((tile) => {
      const coded = bytesOf(file, heif, tile);
      const hvcC = propertyOf(heif, tile, 'hvcC');
      if (heif.items.get(tile)?.type !== 'hvc1' || !coded || !hvcC) throw new RangeError('no HEVC');
      left -= coded.length;
      if (left < 0) throw new RangeError('more tiles than the file has bytes');
      const { lengthSize, head } = configured(hvcC);
      return Buffer.concat([head, asStream(coded, lengthSize)]);
    });
    return { stream: Buffer.concat(frames), columns, rows, width, height };
  } catch {
    return null;
  }
};
