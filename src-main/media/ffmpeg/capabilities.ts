/** What a build of ffmpeg can do: asked once for each program and then remembered. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Tool } from './tools.ts';

/** `decoder`: by the codec's own name, as ffprobe tells it (`av1`, not `libdav1d`). `option`: without its dash. */
export type AbilityKind = 'filter' | 'encoder' | 'decoder' | 'demuxer' | 'option';
export type Ability = { readonly kind: AbilityKind; readonly name: string };

export type Abilities = {
  /** False, too, where nobody can say. */
  readonly has: (kind: AbilityKind, name: string) => Promise<boolean>;
  /** `tool-missing` about the first of these that this build is known to lack. */
  readonly need: (wanted: readonly Ability[]) => Promise<Result<Record<string, never>>>;
};

const questions: Readonly<Record<AbilityKind, readonly string[]>> = {
  filter: ['-filters'],
  encoder: ['-encoders'],
  decoder: ['-codecs'],
  demuxer: ['-demuxers'],
  option: ['-h', 'full'],
};

/** A line of each list, with the names it tells. Builds differ in the width of the columns and in the number of marks. */
const lines: Readonly<Record<AbilityKind, RegExp>> = {
  filter: /^ [T.][S.]\S? (\w+) +\S+->\S+/,
  encoder: /^ [VAS][F.][S.][X.][B.][D.] ([\w-]+) /,
  decoder: /^ D[E.][VASDT.][I.][L.][S.] ([\w-]+) /,
  demuxer: /^ D[E ][d ]? ?([\w,-]+) /,
  option: /^ *-([a-z][\w:-]*)/,
};

/** The names in what ffmpeg prints when it is asked for a list of this kind. Pure. */
export const namesIn = (kind: AbilityKind, printed: string): ReadonlySet<string> =>
  new Set(
    printed
      .split(/\r?\n/)
      .flatMap((line) => (lines[kind].exec(line)?.[1] ?? '').split(','))
      .filter((name) => name !== ''),
  );

const takesFilters = /^-(vf|af|filter|filter_complex|lavfi)(:|$)/;
const takesEncoder = /^-(c|codec|vcodec|acodec)(:|$)/;

/** What a run with these arguments for its output needs of its ffmpeg. Pure. */
export const abilitiesFor = (args: readonly string[]): readonly Ability[] =>
  args.flatMap((arg, index): readonly Ability[] => {
    const value = args[index + 1] ?? '';
    if (takesEncoder.test(arg)) return value === 'copy' ? [] : [{ kind: 'encoder', name: value }];
    if (!takesFilters.test(arg)) return [];
    // What is quoted may hold commas and brackets of its own.
    const bare = value.replace(/'[^']*'/g, '');
    const names = bare.matchAll(/(?:^|[,;\]])\s*([a-z]\w*)(?=[=,;[@]|$)/g);
    return [...names].map(([, name = '']) => ({ kind: 'filter', name }));
  });

const text = z.string().optional().catch(undefined);
const codecsSchema = z.object({
  streams: z.array(z.object({ codec_type: text, codec_name: text, codec_tag_string: text })).catch([]),
});

/** Which audio tracks of input `at` a run with these arguments takes, counted as in `0:a:<n>`; null: it does not say. Pure. */
export const mappedAudio = (args: readonly string[], at = 0): readonly number[] | null => {
  const maps = args.flatMap((arg, index) => (arg === '-map' ? [args[index + 1] ?? ''] : []));
  // What a graph of filters takes is not told by its maps.
  if (maps.length === 0 || maps.some((map) => map.startsWith('['))) return null;
  return maps.flatMap((map) => {
    const [, input, track] = /^(\d+):a:(\d+)\??$/.exec(map) ?? [];
    return Number(input) === at ? [Number(track)] : [];
  });
};

/**
 * The codecs of pictures and sound in what ffprobe printed of a file: by the file's own mark where ffprobe has never
 * heard of one. `audio`: the tracks that matter; null: all. Pure.
 */
export const codecsIn = (printed: string, audio: readonly number[] | null = null): readonly string[] => {
  const parsed = codecsSchema.safeParse(parseJson(printed));
  if (!parsed.success) return [];
  const audioTracks = parsed.data.streams.filter(({ codec_type: type }) => type === 'audio');
  const isUnused = (stream: (typeof audioTracks)[number]) =>
    audio !== null && audioTracks.includes(stream) && !audio.includes(audioTracks.indexOf(stream));
  return parsed.data.streams
    .filter((stream) => !isUnused(stream))
    .flatMap(({ codec_type: type, codec_name: name, codec_tag_string: mark }) => {
      if (type !== 'video' && type !== 'audio') return [];
      const isKnown = name !== undefined && name !== 'unknown' && name !== 'none';
      const known = isKnown ? name : mark;
      // A mark of no letters is a figure, which tells a person nothing.
      return known === undefined || known.startsWith('[') ? [] : [known];
    });
};

const parseJson = (printed: string): unknown => {
  try {
    return JSON.parse(printed);
  } catch {
    return null;
  }
};

export const createAbilities = (deps: {
  readonly tool: () => Promise<Result<Tool>>;
  /** What the program prints when it is started with these arguments; null where it fails. */
  readonly print: (path: string, args: readonly string[]) => Promise<string | null>;
}): Abilities => {
  const { tool, print } = deps;
  const asked = new Map<string, Promise<ReadonlySet<string> | null>>();

  /** null: nobody can say; it is asked again the next time. */
  const namesOf = ({ path, version }: Tool, kind: AbilityKind): Promise<ReadonlySet<string> | null> => {
    const key = JSON.stringify([path, version, kind]);
    const before = asked.get(key);
    if (before) return before;
    const names = print(path, ['-hide_banner', ...questions[kind]]).then((printed) => {
      const told = printed === null ? null : namesIn(kind, printed);
      if (told !== null && told.size > 0) return told;
      asked.delete(key);
      return null;
    });
    asked.set(key, names);
    return names;
  };

  return {
    has: async (kind, name) => {
      const found = await tool();
      if (!found.ok) return false;
      return (await namesOf(found.value, kind))?.has(name) === true;
    },
    need: async (wanted) => {
      const found = await tool();
      if (!found.ok) return found;
      for (const { kind, name } of wanted) {
        const names = await namesOf(found.value, kind);
        if (names === null || names.has(name)) continue;
        const { version } = found.value;
        return fail('tool-missing', { subject: name, reason: 'capability', capability: kind, version });
      }
      return ok({});
    },
  };
};
