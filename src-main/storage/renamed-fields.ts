/** Fields of stored JSON that had other names in earlier data folders. Jobs, items and settings are read through this. */

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

/** A ticket holds a provider's own fields, which are not renamed. */
const foreignFields: ReadonlySet<string> = new Set(['ticket']);

/** Returns parsed JSON with every renamed field under its present name, at any depth. An existing present name takes precedence. */
export const withPresentNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withPresentNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const names = new Set(entries.map(([name]) => name));
  return Object.fromEntries(
    entries.flatMap(([name, field]) => {
      const present = presentNames.get(name) ?? name;
      if (present !== name && names.has(present)) return [];
      return [[present, foreignFields.has(name) ? field : withPresentNames(field)]];
    }),
  );
};

const formerName = new RegExp(`"(${[...presentNames.keys()].join('|')})"`);

/**
 * Parses stored JSON. Text without a former name is not walked: reading a large library would otherwise build every item
 * twice.
 */
export const parseStored = (text: string): unknown => {
  const value: unknown = JSON.parse(text);
  return formerName.test(text) ? withPresentNames(value) : value;
};
