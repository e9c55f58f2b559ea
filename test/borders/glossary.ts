/** Words that the code does not use, with the standard term to use instead. */
import { basename } from 'node:path';
import type { SourceFile } from './source-tree.ts';

/** In identifiers and file names, as whole words of camelCase and kebab-case; `put away` is `putAway` and `put-away`. */
const inNames: ReadonlyMap<string, string> = new Map([
  ['picture', 'image'],
  ['pictures', 'images'],
  ['clip', 'video'],
  ['clips', 'videos'],
  ['sound', 'audio'],
  ['sounds', 'audio'],
  ['cap', 'limit'],
  ['caps', 'limits'],
  ['hosting', 'delivery'],
  ['handing', 'delivery'],
  ['handed', 'delivered'],
  ['receipt', 'transferRecord'],
  ['receipts', 'transferRecords'],
  ['guard', 'spendCheck'],
  ['guards', 'spendChecks'],
  ['told', 'reported, notified'],
  ['said', 'output, message'],
  ['asked', 'requested'],
  ['noted', 'recorded'],
  ['wanted', 'expected, requested'],
  ['looks', 'previews'],
  ['looked', 'read, probed'],
  ['usual', 'default'],
  ['passing', 'temp'],
  ['tried', 'attempt'],
  ['scrub', 'redact'],
  ['scrubbed', 'redacted'],
  ['patience', 'retry'],
  ['deeds', 'actions'],
  ['shelf', 'page'],
  ['unruly', 'faulty'],
  ['nobody', 'none, null'],
  ['putaway', 'dismiss'],
  ['somebody', 'user'],
  ['anybody', 'user'],
  ['person', 'user'],
  ['put away', 'dismiss'],
  ['at once', 'Sync, concurrency, batchSize'],
  ['go on', 'resume'],
  ['goes on', 'resumes'],
  ['under way', 'running'],
  ['at rest', 'settled'],
]);

/** In comments, titles, log lines and sentences. */
const inTexts: readonly { readonly word: RegExp; readonly instead: string }[] = [
  { word: /\b(nobody|somebody|anybody|no one|someone)\b/i, instead: 'the user, another process, no caller' },
  { word: /\b(a|the|every|each|another) person('s)?\b/i, instead: 'the user' },
  { word: /\b(is|are|was|were|be|been|being) told\b/i, instead: 'reports, is notified' },
  { word: /\b(goes|go|gone|went|going) on\b/i, instead: 'continues, resumes' },
  { word: /\bof (itself|themselves)\b/i, instead: 'automatically' },
  { word: /\b(put|puts|putting) away\b/i, instead: 'dismiss' },
  { word: /\bunder way\b/i, instead: 'running' },
  { word: /\bat rest\b/i, instead: 'settled' },
  { word: /\b(spending |a |the |each |every |no |past (a |the )?)caps?\b/i, instead: 'spending limit' },
  { word: /\bhosting\b/i, instead: 'delivery' },
  { word: /\breceipts?\b/i, instead: 'transfer record' },
  { word: /\bsounds?\b/i, instead: 'audio' },
  { word: /\bpictures?\b/i, instead: 'image, frame' },
  { word: /\bclips?\b/i, instead: 'video' },
  { word: /\b(as )?usual(ly)?\b/i, instead: 'default' },
  { word: /\bworks? ahead|working ahead|made ahead\b/i, instead: 'prefit' },
];

/** Texts that are not prose of this program. */
const isForeign = (text: string): boolean => !/\s/.test(text.trim());

const wordsOf = (name: string): string =>
  ` ${name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .join(' ')
    .toLowerCase()} `;

const wordsIn = (name: string): readonly string[] =>
  [...inNames].filter(([word]) => wordsOf(name).includes(` ${word} `)).map(([word]) => word);

/** Names that other programs dictate: `name` of `path`, or everywhere. */
const dictated: ReadonlySet<string> = new Set(['keep_original_sound']);

/** Files that hold former names in order to read them, and this list itself. */
const holdsFormerNames = /(^test\/borders\/|renamed-fields|former-names)/;

/** Pose detection finds people in images: there "person" and the finding "nobody" are the terms. Elsewhere they mean the user. */
const isAboutPeople = (path: string): boolean => /(^|[/-])body[/.-]/.test(path);
const ofPeople = /person|nobody/i;

/** One line a use: where, which word, and what to write instead. */
export const findForbiddenWords = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path }) => !holdsFormerNames.test(path))
    .flatMap(({ path, identifiers, texts }) => [
      ...wordsIn(basename(path)).map((word) => `${path}: file name: ${word} -> ${inNames.get(word)}`),
      ...[...identifiers]
        .filter((name) => !dictated.has(name))
        .flatMap((name) =>
          wordsIn(name)
            .filter((word) => !isAboutPeople(path) || !ofPeople.test(word))
            .map((word) => `${path}: ${name}: ${word} -> ${inNames.get(word)}`),
        ),
      ...texts
        .filter(({ text }) => !isForeign(text))
        .flatMap(({ line, text }) =>
          inTexts
            .filter(({ word }) => !isAboutPeople(path) || !ofPeople.test(word.source))
            .map(({ word, instead }) => ({ found: word.exec(text)?.[0], instead }))
            .filter(({ found }) => found !== undefined)
            .map(({ found, instead }) => `${path}:${line}: "${found}" -> ${instead}`),
        ),
    ]);
