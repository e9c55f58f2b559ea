/** An MP4 whose second half has its own sample description, as cameras write that are rotated while recording. */

const boxAt = (bytes: Buffer, type: string): { readonly at: number; readonly size: number } => {
  const at = bytes.indexOf(type, 0, 'latin1') - 4;
  return { at, size: bytes.readUInt32BE(at) };
};

/**
 * `bytes`: with one video track, its `moov` after `mdat`. The entry is written twice; samples from `firstSample` on,
 * from 0, use the second. Frames contain their own size, so the entry's values may stay the same.
 */
export const withTwoEntries = (bytes: Buffer, firstSample: number): Buffer => {
  const stsd = boxAt(bytes, 'stsd');
  const entry = bytes.subarray(stsd.at + 16, stsd.at + stsd.size);
  const doubled = Buffer.concat([bytes.subarray(stsd.at, stsd.at + stsd.size), entry]);
  doubled.writeUInt32BE(doubled.length, 0);
  doubled.writeUInt32BE(2, 12);

  const stsz = boxAt(bytes, 'stsz');
  const samples = bytes.readUInt32BE(stsz.at + 16);
  const lengths = Array.from({ length: samples }, (_, index) => bytes.readUInt32BE(stsz.at + 20 + index * 4));
  const stco = boxAt(bytes, 'stco');
  const from = bytes.readUInt32BE(stco.at + 16);
  const box = (type: string, ...figures: readonly number[]) => {
    const body = Buffer.alloc(8 + figures.length * 4);
    body.writeUInt32BE(body.length, 0);
    body.write(type, 4, 'latin1');
    for (const [index, figure] of figures.entries()) body.writeUInt32BE(figure, 8 + index * 4);
    return body;
  };
  const second = from + lengths.slice(0, firstSample).reduce((sum, length) => sum + length, 0);
  const chunks = [1, firstSample, 1, 2, samples - firstSample, 2];
  const changes = [
    { ...stsd, by: doubled },
    { ...boxAt(bytes, 'stsc'), by: box('stsc', 0, 2, ...chunks) },
    { ...stco, by: box('stco', 0, 2, from, second) },
  ].toSorted((a, b) => b.at - a.at);
  let made = Buffer.from(bytes);
  for (const { at, size, by } of changes) {
    made = Buffer.concat([made.subarray(0, at), by, made.subarray(at + size)]);
    for (const holder of ['moov', 'trak', 'mdia', 'minf', 'stbl']) {
      const { at: head, size: stated } = boxAt(made, holder);
      made.writeUInt32BE(stated + by.length - size, head);
    }
  }
  return made;
};
