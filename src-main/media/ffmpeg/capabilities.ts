/** What an ffmpeg build supports: queried once per program and cached. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Probed, ProbedStream } from '../probe/probed.ts';
import type { Tool } from './tools.ts';

/** `decoder`: by the codec's own name in ffprobe (`av1`, not `libdav1d`). */
type AbilityKind = 'filter' | 'encoder' | 'decoder';
export type Ability = { readonly kind: AbilityKind; readonly name: string };

export type Abilities = {
  /** `tool-missing` for the first of these that this build is known to lack. */
  readonly need: (required: readonly Ability[]) => Promise<Result<Record<string, never>>>;
};

const questions: Readonly<Record<AbilityKind, readonly string[]>> = {
  filter: ['-filters'],
  encoder: ['-encoders'],
  decoder: ['-codecs'],
};

/**
 * One line of each list, with the names in it. Builds differ in the width of the columns and in the number of flags.
 */
const lines: Readonly<Record<AbilityKind, RegExp>> = {
  filter: /^ [T.][S.]\S? (\w+) +\S+->\S+/,
  encoder: /^ [VAS][F.][S.][X.][B.][D.] ([\w-]+) /,
  decoder: /^ D[E.][VASDT.][I.][L.][S.] ([\w-]+) /,
};

/** The names in ffmpeg's output for a list of this kind. Pure. */
export const namesIn = (kind: AbilityKind, printed: string): ReadonlySet<string> =>
  new Set(
    printed
      .split(/\r?\n/)
      .flatMap((line) => (lines[kind].exec(line)?.[1] ?? '').split(','))
      .filter((name) => name !== ''),
  );

const takesFilters = /^-(vf|af|filter|filter_complex|lavfi)(:|$)/;
const takesEncoder = /^-(c|codec|vcodec|acodec)(:|$)/;

/** What a run with these output arguments requires of ffmpeg. Pure. */
export const abilitiesFor = (args: readonly string[]): readonly Ability[] =>
  args.flatMap((arg, index): readonly Ability[] => {
    const value = args[index + 1] ?? '';
    if (takesEncoder.test(arg)) return value === 'copy' ? [] : [{ kind: 'encoder', name: value }];
    if (!takesFilters.test(arg)) return [];
    // Quoted text may contain commas and brackets.
    const bare = value.replace(/'[^']*'/g, '');
    const names = bare.matchAll(/(?:^|[,;\]])\s*([a-z]\w*)(?=[=,;[@]|$)/g);
    return [...names].map(([, name = '']) => ({ kind: 'filter', name }));
  });

/**
 * The audio tracks of input `at` that a run with these arguments uses, counted as in `0:a:<n>`; null: not stated.
 * Pure.
 */
export const mappedAudio = (args: readonly string[], at = 0): readonly number[] | null => {
  const maps = args.flatMap((arg, index) => (arg === '-map' ? [args[index + 1] ?? ''] : []));
  // The inputs of a filter graph are not visible in its maps.
  if (maps.length === 0 || maps.some((map) => map.startsWith('['))) return null;
  return maps.flatMap((map) => {
    const [, input, track] = /^(\d+):a:(\d+)\??$/.exec(map) ?? [];
    return Number(input) === at ? [Number(track)] : [];
  });
};

/**
 * The video and audio codecs of a file; the codec tag where ffprobe has no name. `audio`: the
 * tracks in use; null: all. Pure.
 */
export const codecsIn = (
  { streams }: Pick<Probed, 'streams'>,
  audio: readonly number[] | null = null,
): readonly string[] => {
  const audioTracks = streams.filter(({ codec_type: type }) => type === 'audio');
  const isUnused = (stream: ProbedStream) =>
    audio !== null && audioTracks.includes(stream) && !audio.includes(audioTracks.indexOf(stream));
  return streams
    .filter((stream) => !isUnused(stream))
    .flatMap(({ codec_type: type, codec_name: name, codec_tag_string: mark }) => {
      if (type !== 'video' && type !== 'audio') return [];
      const isKnown = name !== undefined && name !== 'unknown' && name !== 'none';
      const known = isKnown ? name : mark;
      // A tag without letters is a number, which is not shown to users.
      return known === undefined || known.startsWith('[') ? [] : [known];
    });
};

export const createAbilities = (deps: {
  readonly tool: () => Promise<Result<Tool>>;
  /** The output of the program with these arguments; null where it fails. */
  readonly print: (path: string, args: readonly string[]) => Promise<string | null>;
}): Abilities => {
  const { tool, print } = deps;
  const queries = new Map<string, Promise<ReadonlySet<string> | null>>();

  /** null: could not be determined; queried again the next time. */
  const namesOf = ({ path, version }: Tool, kind: AbilityKind): Promise<ReadonlySet<string> | null> => {
    const key = JSON.stringify([path, version, kind]);
    const before = queries.get(key);
    if (before) return before;
    const names = print(path, ['-hide_banner', ...questions[kind]]).then((printed) => {
      const supported = printed === null ? null : namesIn(kind, printed);
      if (supported !== null && supported.size > 0) return supported;
      queries.delete(key);
      return null;
    });
    queries.set(key, names);
    return names;
  };

  return {
    need: async (required) => {
      const found = await tool();
      if (!found.ok) return found;
      for (const { kind, name } of required) {
        const names = await namesOf(found.value, kind);
        if (names === null || names.has(name)) continue;
        const { version } = found.value;
        return fail('tool-missing', { subject: name, reason: 'capability', capability: kind, version });
      }
      return ok({});
    },
  };
};
