/** Resources that ship with the program: the sample, the caption, the icon, and the texts of both languages. */

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AppError, chargedSchema, errorCodes } from '#contract/errors.ts';
import { messages as en, type Messages } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import { ended } from '#contract/messages/sentence.ts';
import { jobStateSchema } from '#contract/model/job.ts';
import { type Reason, reasonCodes } from '#contract/model/plan.ts';
import { readVersion } from '#main/media/ffmpeg/ffmpeg.ts';
import { createTools } from '#main/media/ffmpeg/tools.ts';
import { fontPath } from '#main/media/image/text-font.ts';
import { createMedia } from '#main/media/media.ts';
import { workerOptions } from '#main/media/worker/worker-child.ts';
import { programFolder } from '#main/program-folder.ts';
import { errorOf } from '#test/fixtures/errors.ts';
import { bodyDetector, imageDecoder } from '#test/fixtures/media.ts';
import { createTestLog } from './storage/test-log.ts';

const resource = (...names: readonly string[]): string => join(programFolder, 'resources', ...names);

const media = createMedia({
  images: imageDecoder,
  detectBody: bodyDetector,
  tools: createTools({
    environment: process.env,
    shippedFolder: null,
    settings: () => ({ ffmpegPath: '', ffprobePath: '' }),
    readVersion,
    log: createTestLog(),
  }),
  captionPath: resource('demo-caption.png'),
});

const factsOf = async (...names: readonly string[]) => {
  const probed = await media.probe(resource(...names));
  if (!probed.ok) throw new Error(`${names.join('/')}: ${probed.error.code}`);
  return probed.value;
};

const image = {
  kind: 'image',
  container: 'png',
  isAnimated: false,
  rotationDeg: 0,
  bitDepth: 8,
  isCmyk: false,
  isMirrored: false,
  hasMetadata: false,
  sizeBytes: expect.any(Number),
  sha256: expect.any(String),
};

describe('the bundled sample', () => {
  it('has an upright character image that every provider accepts unchanged', async () => {
    const facts = await factsOf('sample', 'character.png');
    expect(facts).toEqual({ ...image, width: 768, height: 1152, hasAlpha: false });
    expect(Math.min(facts.width, facts.height)).toBeGreaterThan(340);
    expect(Math.max(facts.width, facts.height)).toBeLessThanOrEqual(3850);
  });

  it('has a video with audio at a constant rate, long enough to be trimmed to 10 s', async () => {
    const facts = await factsOf('sample', 'motion.mp4');
    expect(facts).toEqual({
      kind: 'video',
      container: 'mp4',
      durationSec: expect.closeTo(14, 1),
      sizeBytes: expect.any(Number),
      width: 720,
      height: 1080,
      fps: expect.closeTo(30, 3),
      isVariableFps: false,
      videoCodec: 'h264',
      pixelFormat: 'yuv420p',
      audioCodec: 'aac',
      audioStream: 0,
      audioChannels: 1,
      audioRateHz: 44_100,
      audioSec: { startSec: 0, endSec: expect.closeTo(14, 1) },
      undecodableAudio: [],
      containerSec: expect.closeTo(14, 1),
      tracksEndSec: expect.closeTo(14, 1),
      firstFrameSec: 0,
      wrongHeaderSec: null,
      hasHiddenFrames: false,
      hasRestarts: false,
      sizeChanges: [],
      rotationDeg: 0,
      isHdr: false,
      isAnamorphic: false,
      transfer: expect.any(String),
      bitDepth: 8,
      isInterlaced: false,
      hasMetadata: false,
      videoStream: 0,
      otherStreams: 0,
      keyframesSec: expect.arrayContaining([0]),
      hasAlpha: false,
      sha256: expect.any(String),
    });
  });

  it.each([
    ['character.png', 900_000],
    ['motion.mp4', 1_500_000],
  ])('keeps %s small enough to ship', async (name, maxBytes) => {
    const { size } = await stat(resource('sample', name));
    expect(size).toBeGreaterThan(10_000);
    expect(size).toBeLessThan(maxBytes);
  });
});

describe('drawn resources', () => {
  it('include a caption with a transparent surround, to be placed over a video', async () => {
    expect(await factsOf('demo-caption.png')).toEqual({ ...image, width: 960, height: 96, hasAlpha: true });
  });

  it('include an icon of the size that packagers require', async () => {
    expect(await factsOf('icon.png')).toEqual({ ...image, width: 512, height: 512, hasAlpha: true });
  });
});

describe('the font of the labels in exports', () => {
  it('is the file that its note names, with its licence, small enough to ship', async () => {
    const font = await readFile(fontPath);
    expect(font.length).toBeLessThan(800_000);
    const note = await readFile(resource('fonts', 'README.md'), 'utf8');
    expect(note).toContain(createHash('sha256').update(font).digest('hex'));
    expect(note).toContain(basename(fontPath));
    expect(await readFile(resource('fonts', 'LICENSE.txt'), 'utf8')).toContain(
      'Bitstream Vera Fonts Copyright',
    );
  });

  it('is found by a configuration of fontconfig that the image process is started with', async () => {
    expect(workerOptions.env).toMatchObject({
      FONTCONFIG_FILE: resource('fonts', 'fonts.conf'),
      PANGOCAIRO_BACKEND: 'fontconfig',
    });
    expect(await readFile(resource('fonts', 'fonts.conf'), 'utf8')).toContain(
      '<dir prefix="relative">.</dir>',
    );
  });
});

describe('the model for pose detection', () => {
  it('is the two files that its note names, with the licence', async () => {
    const note = await readFile(resource('models', 'README.md'), 'utf8');
    for (const name of ['movenet-multipose.json', 'movenet-multipose.bin']) {
      const bytes = await readFile(resource('models', name));
      expect(note).toContain(`\`${name}\` \`${createHash('sha256').update(bytes).digest('hex')}\``);
    }
    expect(await readFile(resource('models', 'LICENSE.txt'), 'utf8')).toContain('Apache License');
  });
});

const languages: readonly (readonly [string, Messages])[] = [
  ['English', en],
  ['Spanish', es],
];
const stateKinds = jobStateSchema.options.map((option) => option.shape.kind.value);
const isSentence = (text: string): boolean => /^\S.*[^\s.]\.$/.test(text) && !/undefined|null/.test(text);
/** Reasons and states are part of a line of the page: words without a full stop. */
const isPhrase = (text: string): boolean => /^\S(.*[^\s.])?$/.test(text) && !/undefined|null/.test(text);

describe.each(languages)('the %s words', (_, words) => {
  it('state in a complete sentence whether money was spent', () => {
    const broken = chargedSchema.options.map(words.charged).filter((text) => !isSentence(text));
    expect(broken).toEqual([]);
  });

  it('state for every reason what is wrong and what the program does', () => {
    const reasonOf = (code: Reason['code']): Reason => ({
      ...{ code, subject: 'video', severity: 'mended' },
      ...{ limit: '10 s', actual: '14 s', source: 'test' },
    });
    const broken = reasonCodes
      .map((code) => ({ code, ...words.reason(reasonOf(code)) }))
      .filter(({ because, change }) => !isPhrase(because) || !isPhrase(change));
    expect(broken).toEqual([]);
  });

  it('have a distinct name for every state of a job', () => {
    const names = stateKinds.map(words.state);
    expect(names.filter((name) => !isPhrase(name))).toEqual([]);
    expect(new Set(names).size).toBe(stateKinds.length);
  });
});

it.each([
  [-10807, '3 hours slow', '3 horas atrasado'],
  [7200, '2 hours fast', '2 horas adelantado'],
  [-5400, '90 minutes slow', '90 minutos atrasado'],
  [300000, '3 days fast', '3 d\u00edas adelantado'],
])('states the error of a clock of %s s', (aheadSec, english, spanish) => {
  const error: AppError = { code: 'clock-wrong', charged: 'no', aheadSec };
  expect([en.error(error).what, es.error(error).what]).toEqual([
    `The clock of this computer is ${english}, so your bucket refused the request.`,
    `El reloj de este equipo va ${spanish}, as\u00ed que tu bucket ha rechazado la solicitud.`,
  ]);
});

it('ends every composed sentence with one full stop', () => {
  expect(['Hello', 'Hello.', 'Hello?', 'Say \u00abhello.\u00bb'].map(ended)).toEqual([
    'Hello.',
    'Hello.',
    'Hello?',
    'Say \u00abhello.\u00bb',
  ]);
});

it('names the file, tool or provider wherever the English sentence does', () => {
  const subject = 'clip.mov';
  const differing = errorCodes.filter((code) => {
    const error = errorOf(code, { subject });
    return en.error(error).what.includes(subject) !== es.error(error).what.includes(subject);
  });
  expect(differing).toEqual([]);
});

it('has the same figures in a Spanish reason as in the English one, without English words', () => {
  const prompt: Reason = {
    ...{ code: 'prompt-too-long', subject: 'prompt', severity: 'blocking' },
    ...{ limit: '2500', actual: '2600', source: 'test' },
  };
  const shape: Reason = { ...prompt, code: 'image-aspect', limit: '0.4-2.5', actual: '3' };
  expect([prompt, shape].map((reason) => es.reason(reason).because)).toEqual([
    '2600 caracteres superan el límite de 2500',
    'la relación de aspecto 3 está fuera de 0.4-2.5',
  ]);
});
