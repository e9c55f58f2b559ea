/** Files that try to make a program open something else: another file, or an address. */
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** `filePath`: full path of a file that must not be opened; `url`: an address that must not be requested. */
export type Targets = { readonly filePath: string; readonly url: string };
export type HostileFile = { readonly kind: string; readonly bytes: Buffer };

const m3u8 = (target: string, head = '') =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n${head}#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`;

const mpd = (target: string, attributes = '') =>
  `<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:xlink="http://www.w3.org/1999/xlink" type="static" mediaPresentationDuration="PT1S"><Period ${attributes}><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>${target}</BaseURL></Representation></AdaptationSet></Period></MPD>`;

/** Playlists, scripts and descriptions: all of them text. */
export const hostileTexts = ({ filePath, url }: Targets): readonly HostileFile[] => {
  const port = new URL(url).port;
  const texts: readonly (readonly [string, string])[] = [
    ['HLS to an address', m3u8(`${url}.ts`)],
    ['HLS to a file', m3u8(filePath)],
    ['HLS to a file by protocol', m3u8(`file://${filePath}`)],
    ['HLS to a joined address', m3u8(`concat:${url}|file://${filePath}`)],
    ['HLS to a part of a file', m3u8(`subfile,,start,0,end,9,,:${filePath}`)],
    ['HLS with an external key', m3u8('a.ts', `#EXT-X-KEY:METHOD=AES-128,URI="${url}"\n`)],
    ['HLS with an external init segment', m3u8('a.ts', `#EXT-X-MAP:URI="${filePath}"\n`)],
    ['HLS of other lists', `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${url}.m3u8\n`],
    ['a list of videos', `ffconcat version 1.0\nfile '${filePath}'\n`],
    ['a list of addresses', `ffconcat version 1.0\nfile '${url}'\noption protocol_whitelist http,tcp,file\n`],
    ['a list of videos without its header', `file '${filePath}'\nfile '${url}'\n`],
    ['DASH to an address', mpd(url)],
    ['DASH to a file', mpd(`file://${filePath}`)],
    ['DASH with a linked part', mpd('a.mp4', `xlink:href="${url}"`)],
    [
      'SDP',
      `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video ${port} RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
    ],
    ['SMIL', `<?xml version="1.0"?>\n<smil><body><video src="${url}"/></body></smil>`],
    [
      'SVG',
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${url}.png"/></svg>`,
    ],
    ['IMF', `<?xml version="1.0"?>\n<CompositionPlaylist><Id>${url}</Id></CompositionPlaylist>`],
    ['subtitles of SubRip', '1\n00:00:00,000 --> 00:00:05,000\nwords\n'],
    [
      'subtitles with a font',
      `[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: ${filePath}\n[Events]\nDialogue: 0,0:00:00.00,0:00:05.00,,,0,0,0,,words\n`,
    ],
    ['WebVTT', `WEBVTT\n\nSTYLE\n::cue { background: url(${url}) }\n\n00:00.000 --> 00:05.000\nwords\n`],
    [
      'subtitles of DVD',
      '# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\ntimestamp: 00:00:00:000, filepos: 000000000\n',
    ],
    ['a RealMedia link', `RTSPtext\n${url}\n`],
    ['a Windows Media link', `<ASX version="3.0"><Entry><Ref href="${url}"/></Entry></ASX>`],
    ['a Windows Media reference', `[Reference]\nRef1=${url}\nRef2=file://${filePath}\n`],
    [
      'a QuickTime link',
      `<?xml version="1.0"?><?quicktime type="application/x-quicktime-media-link"?><embed src="${url}"/>`,
    ],
    ['an AviSynth script', `FFmpegSource2("${filePath}")\n`],
    ['a script of a filter source', 'color=c=red,movie=private.mp4\n'],
  ];
  return texts.map(([kind, text]) => ({ kind, bytes: Buffer.from(text) }));
};

const box = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

const holders = ['moov', 'trak', 'mdia', 'minf', 'dinf'];

/** The same boxes, with the body of every data reference replaced. */
const withReference = (file: Buffer, reference: Buffer): Buffer => {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 8 <= file.length) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + size);
    if (type === 'dref') parts.push(box(type, reference));
    else if (holders.includes(type)) parts.push(box(type, withReference(body, reference)));
    else parts.push(file.subarray(at, at + size));
    at += size;
  }
  return Buffer.concat(parts);
};

const entries = (...all: readonly Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(all.length, 4);
  return Buffer.concat([head, ...all]);
};

/**
 * The alias format of old Macs for external media data: names, the number of folders up and down, and the whole path.
 */
const alias = (path: string): Buffer => {
  const record = Buffer.alloc(150);
  const volume = '/';
  record[10] = volume.length;
  record.write(volume, 11, 'latin1');
  const name = basename(path);
  record[50] = name.length;
  record.write(name, 51, 'latin1');
  record.writeUInt16BE(1, 130);
  record.writeUInt16BE(1, 132);
  const field = (type: number, text: string) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(text.length, 2);
    return Buffer.concat([head, Buffer.from(text), Buffer.alloc(text.length % 2)]);
  };
  const end = Buffer.from([0xff, 0xff, 0, 0]);
  return Buffer.concat([
    Buffer.alloc(4),
    record,
    field(0, basename(dirname(path))),
    field(2, path),
    field(18, path),
    end,
  ]);
};

/**
 * Movies whose media data is in another file, according to their data reference. `videoPath`: an MP4 with its index
 * at its end.
 */
export const hostileReferences = async (
  videoPath: string,
  { filePath, url }: Targets,
): Promise<readonly HostileFile[]> => {
  const video = await readFile(videoPath);
  const link = (address: string) =>
    box('url ', Buffer.concat([Buffer.alloc(4), Buffer.from(`${address}\0`)]));
  const urn = (address: string) =>
    box('urn ', Buffer.concat([Buffer.alloc(4), Buffer.from(`x\0${address}\0`)]));
  return [
    { kind: 'external media data by address', bytes: withReference(video, entries(link(url))) },
    {
      kind: 'external media data by file address',
      bytes: withReference(video, entries(link(`file://${filePath}`))),
    },
    { kind: 'external media data by name', bytes: withReference(video, entries(urn(url))) },
    {
      kind: 'external media data by alias',
      bytes: withReference(video, entries(box('alis', alias(filePath)))),
    },
    {
      kind: 'external media data by resource',
      bytes: withReference(video, entries(box('rsrc', alias(filePath)))),
    },
  ];
};

const imageFrame = (mime: string, data: string): Buffer => {
  const body = Buffer.concat([
    Buffer.from([0]),
    Buffer.from(`${mime}\0`),
    Buffer.from([3, 0]),
    Buffer.from(data),
  ]);
  const head = Buffer.alloc(10);
  head.write('APIC', 0, 'latin1');
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
};

/** An ID3 tag before the audio with a link to its cover. */
export const linkedCover = (url: string): HostileFile => {
  const frame = imageFrame('-->', url);
  const head = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, frame.length >> 7, frame.length & 127]);
  return { kind: 'a song with a linked cover', bytes: Buffer.concat([head, frame, Buffer.alloc(2000)]) };
};
