/** Names, tags and notes in several languages, pseudo-random by a seed. */

import type { Random } from '#test/main/media/ffmpeg/fuzz-files.ts';

export const pick = <T>(random: Random, from: readonly T[]): T => {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('The list is empty.');
  return one;
};

export const names =
  'anna bruno chloé dmitri élodie farah göran hana igor joão katarzyna lucía mei noah ólafur priya quinn renée søren tomás ulla valentina wei ximena yuki zoë'.split(
    ' ',
  );

export const movements =
  'squat dance waltz jump spin wave bow walk run kick punch salsa tango ballet breakdance handstand cartwheel lunge stretch yoga twirl moonwalk clap nod shrug'.split(
    ' ',
  );

const subjects =
  'a young woman;an old man;a robot;a knight in armour;a cartoon cat;a paper puppet;an astronaut;a dancer in red;a child with a kite;a marble statue;una mujer mayor;un bailarín;東京の少女;一个穿红裙的舞者;นักเต้นในชุดสีทอง'.split(
    ';',
  );
const places =
  'on a rooftop at dusk;in a rainy street;on a wooden stage;in deep snow;under neon lights;in a sunny meadow;beside the sea;in an empty museum;en una plaza vacía;夜の橋の上;在雪地里;ริมทะเล'.split(
    ';',
  );
const styles =
  'soft light;film grain;35 mm lens;shallow depth of field;high contrast;watercolour;cel shading;studio photograph;luz cálida;水彩画風;电影感'.split(
    ';',
  );
const unwanted =
  'blurry hands;extra fingers;text;watermark;flicker;low quality;deformed face;manos borrosas'.split(';');

export const tags =
  'Client A;client b;draft;final;reel;favourite take;2026;música;baile;Ñandú;проект;ダンス;完成;舞蹈;草稿;งานลูกค้า;최종;école;to fix;shorts'.split(
    ';',
  );

export const promptOf = (random: Random): string =>
  `${pick(random, subjects)}, ${pick(random, movements)} ${pick(random, places)}, ${pick(random, styles)}, ${pick(random, styles)}, take ${Math.floor(random() * 500)}`;

export const unwantedOf = (random: Random): string =>
  random() < 0.5 ? '' : `${pick(random, unwanted)}, ${pick(random, unwanted)}`;

export const notesOf = (random: Random): string =>
  random() < 0.8
    ? ''
    : `${pick(random, names)} liked the ${pick(random, movements)}; try ${pick(random, styles)} next.`;

/** Typical searches: words, prefixes, several words, other scripts, and texts without a match. */
export const questions = (random: Random, count: number): readonly string[] => {
  const kinds: readonly (() => string)[] = [
    () => pick(random, movements),
    () => pick(random, movements).slice(0, 3),
    () => pick(random, movements).slice(0, 1),
    () => `${pick(random, names)} ${pick(random, movements)}`,
    () => `${pick(random, styles)} ${pick(random, places)}`,
    () => pick(random, names).normalize('NFKD').replace(/\p{M}/gu, ''),
    () => `take ${Math.floor(random() * 500)}`,
    () => pick(random, ['東京', '少女', '舞者', '红裙', 'นักเต้น', 'ทะเล', 'ダンス', '水彩']),
    () => `${pick(random, tags)} ${pick(random, movements).slice(0, 2)}`,
    () => 'kling pro',
    () => `${pick(random, names)}_clip-0${Math.floor(random() * 10)}.mp4`,
    () => `nothing ${pick(random, names)} zzz`,
  ];
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length];
    return kind === undefined ? '' : kind();
  });
};
