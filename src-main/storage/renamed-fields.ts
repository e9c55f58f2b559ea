/**
 * Fields and values of stored JSON that had other names in earlier data folders. Jobs, items, settings and sent.jsonl are
 * read through this.
 */

const presentNames: ReadonlyMap<string, string> = new Map([
  ['agreedPastCaps', 'approvedLimits'],
  ['atOnce', 'concurrency'],
  ['caps', 'spendingLimits'],
  ['handed', 'delivered'],
  ['hosting', 'deliverySetup'],
  ['inlinePictures', 'inlineImages'],
  ['isCancelAsked', 'isCancelRequested'],
  ['keepSound', 'keepAudio'],
  ['receipts', 'transferRecords'],
  ['sound', 'audio'],
]);

/** By the field that holds them, directly or in a list. */
const presentValues: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  ['readableBy', new Map([['nobody-else', 'only-you']])],
  ['code', new Map([['sound-off', 'audio-off']])],
  ['because', new Map([['sound-off', 'audio-off']])],
]);

/** Fields with figures of a plan's reasons, in which earlier versions wrote English phrases. */
const figureFields: ReadonlySet<string> = new Set(['limit', 'actual', 'expected']);

/** A phrase and the figure that replaces it. */
const formerFigures: readonly (readonly [RegExp, string])[] = [
  [/^([\d.]+) frames a second$/, '$1 fps'],
  [/^([\d.]+) to ([\d.]+)( s)?$/, '$1-$2$3'],
  [/^(\d+) bits a colour$/, '$1 bpc'],
  [/^(?:CMYK colours|colours for print)$/, 'CMYK'],
  [/^colours for screens$/, 'RGB'],
  [/^(\d+) characters$/, '$1'],
  [/^(\d+) more$/, '$1'],
  [/^(\d+) channels$/, '$1 ch'],
  [/^transparency$/, 'yuva420p'],
  [/^frame size changes at (.+)$/, '$1'],
  [/^([\d.]+ s) of motion; .*$/, '$1'],
];
const formerFigure =
  /"(?:limit|actual|expected)":\s?"[^"]*(?:a second|[\d.] to [\d.]|a colour|colours|characters|channels|transparency|\d more|size changes|of motion)/;

const presentFigure = (figure: string): string => {
  const former = formerFigures.find(([phrase]) => phrase.test(figure));
  return former === undefined ? figure : figure.replace(...former);
};

/** A ticket holds a provider's own fields, which are not renamed. */
const foreignFields: ReadonlySet<string> = new Set(['ticket']);

const presentValue = (field: string, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => presentValue(field, one));
  if (typeof value !== 'string') return withPresentNames(value);
  return figureFields.has(field) ? presentFigure(value) : (presentValues.get(field)?.get(value) ?? value);
};

/**
 * Returns parsed JSON with every renamed field and value under its present name, at any depth. An existing present name
 * takes precedence.
 */
export const withPresentNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withPresentNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const names = new Set(entries.map(([name]) => name));
  return Object.fromEntries(
    entries.flatMap(([name, field]) => {
      const present = presentNames.get(name) ?? name;
      if (present !== name && names.has(present)) return [];
      return [[present, foreignFields.has(name) ? field : presentValue(present, field)]];
    }),
  );
};

const formerValues = [...presentValues.values()].flatMap((values) => [...values.keys()]);
const formerName = new RegExp(`"(${[...presentNames.keys(), ...formerValues].join('|')})"`);

/**
 * Parses stored JSON. Text without a former name is not walked: reading a large library would otherwise build every item
 * twice.
 */
export const parseStored = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  return formerName.test(text) || formerFigure.test(text) ? withPresentNames(value) : value;
};
