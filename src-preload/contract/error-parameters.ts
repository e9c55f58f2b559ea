/**
 * Typed parameters of error codes. A code that is in neither table has none of its own. Add a reason here and the compiler
 * asks for its sentence in every language.
 */
import { z } from 'zod';
import { reasonCodes, reasonSchema } from './model/plan.ts';
import { spendingExcessSchema } from './model/spending.ts';

const host = { host: z.string() };
const sizeBytes = z.int().nonnegative();
const file = z.enum(['image', 'video']);
/** HTTP status of the response. */
const status = { status: z.int() };
/** Options and arguments as they are typed on the command line. */
const options = { options: z.array(z.string()).min(1) };
const versions = { version: z.int(), knownVersion: z.int() };

/** How a made file differs from its plan, or from what the model takes. */
export const madeFaultCodes = [
  ...reasonCodes,
  'not-a-video',
  'not-an-image',
  'size-changes',
  'too-many-bytes',
  'length',
  'read-as-longer',
  'too-short',
  'first-frame-late',
  'no-key-frame-at-start',
  'frame-rate',
  'frame-size',
  'unexpected-audio',
  'audio-absent',
] as const;
/** Figures with their units, as in a plan's reasons; empty where there are none. `source`: of the limit that a reason names. */
const madeFaultSchema = z.object({
  code: z.enum(madeFaultCodes),
  actual: z.string(),
  expected: z.string(),
  source: z.string().optional(),
});
export type MadeFault = z.infer<typeof madeFaultSchema>;

/** States of a job; the same as in model/job.ts, which imports this file. */
const jobState = z.enum([
  'queued',
  'preparing',
  'uploading',
  'starting',
  'waiting',
  'downloading',
  'done',
  'failed',
  'cancelled',
  'unsure',
]);

/** Parameters of codes without a reason. */
export const errorParameters = {
  /** `format`: a known container of a kind that is not read. */
  'file-not-media': { format: z.string().optional() },
  'file-too-large': {
    size: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('bytes'), sizeBytes }),
        z.object({ kind: z.literal('pixels'), width: z.int(), height: z.int() }),
      ])
      .optional(),
  },
  /** The plan's blocking reasons; left out where the provider found it. */
  'input-refused': { reasons: z.array(reasonSchema).optional() },
  /** Owner of the requested audio. */
  'audio-missing': { owner: z.enum(['reference', 'other-result', 'result', 'file']) },
  /** `aheadSec`: how far this computer's clock is ahead, negative: behind; null: unknown. */
  'clock-wrong': { aheadSec: z.int().nullable() },
  'spending-limit-exceeded': spendingExcessSchema.shape,
  /** `foreignHost`: the answer named an address that is not the provider's. `maxPages`: its list has more pages than are read. */
  'provider-answer-invalid': { foreignHost: z.string().optional(), maxPages: z.int().optional() },
  'data-newer': versions,
  'data-not-updated': versions,
  /** Left out for an unexpected exception, whose stack is in the log. */
  internal: {
    problem: z
      .enum(['reply-invalid', 'file-gone', 'copy-differs', 'input-invalid', 'settings-not-loaded'])
      .optional(),
  },
} satisfies Record<string, z.ZodRawShape>;

/**
 * Reasons of codes with several causes, with the parameters of each reason. `unspecified`: recorded with a job by an earlier
 * version, which kept no reason; `detail` may hold its text.
 */
export const errorReasons = {
  'tool-missing': {
    unspecified: {},
    'not-found': {},
    /** The program chosen in the settings does not run. `path`: as it was entered. */
    'setting-not-running': { path: z.string() },
    'environment-not-running': { path: z.string() },
    /** The build lacks `subject`. */
    capability: {
      subject: z.string(),
      capability: z.enum(['filter', 'encoder', 'decoder', 'demuxer', 'option']),
      version: z.string().optional(),
    },
  },
  'tool-failed': {
    unspecified: {} /** Ended with an exit status other than 0; `detail` holds its output. */,
    exit: {},
    /** Ended by a signal; `detail` holds its output. */
    killed: { signal: z.string() },
    'output-too-long': {},
    'answer-invalid': {},
    'nothing-made': {},
    'made-unreadable': {},
    'made-not-as-planned': { faults: z.array(madeFaultSchema) },
    'made-too-large': { maxBytes: sizeBytes },
    'made-wrong-length': { durationSec: z.number() },
    'no-frame-at-time': {},
    'no-frame-decoded': {},
  },
  'bucket-refused': {
    unspecified: {} /** The bucket's own answer is in `detail`. */,
    write: {},
    read: {},
    delete: {},
    'size-differs': { sizeBytes, foundBytes: sizeBytes },
    'content-differs': {},
    'private-address': host,
    'not-set-up': { missing: z.array(z.enum(['endpoint', 'name', 'access-key-id'])).min(1) },
    'endpoint-invalid': {},
  },
  'upload-failed': {
    unspecified: {} /** The text of the file host or of the network error is in `detail`. */,
    write: {},
    read: {},
    delete: {},
    'unknown-host': host,
    'private-address': host,
    'link-not-https': {},
    'link-on-this-computer': {},
  },
  'link-not-allowed': {
    unspecified: {},
    'not-https': {},
    'private-address': { ...host, isRedirect: z.boolean() },
    /** ISO time. */
    'expires-soon': { expiresAt: z.string() },
  },
  'link-unreachable': {
    unspecified: {},
    'unknown-host': host,
    'redirects-endlessly': {},
    status,
    silent: {},
    slow: {},
    /** The network's error code is in `detail`. */
    network: {},
  },
  'link-other-file': {
    /** `foundBytes`: null where it is more than `sizeBytes` and was not read to its end. */
    'size-differs': { sizeBytes, foundBytes: sizeBytes.nullable() },
    'content-differs': { sizeBytes },
    unspecified: {},
  },
  'link-not-media': { unspecified: {}, 'content-type': { contentType: z.string() }, 'first-bytes': { file } },
  'result-gone': { unspecified: {}, unreadable: {}, status, 'private-address': host, 'no-target': {} },
  'result-broken': { unspecified: {}, 'not-playable': {}, 'too-large': { maxBytes: sizeBytes } },
  'job-not-in-state': {
    state: { state: jobState },
    'finished-there': {},
    'in-other-process': {},
    'retried-already': {},
    'not-queued': {},
    'not-lost': {},
  },
  'folder-unsuitable': {
    'not-absolute': {},
    same: {},
    'inside-library': {},
    'around-library': {},
    'in-data-folder': {},
    'another-library': {},
    'not-empty': {},
    'not-a-folder': {},
    /** A folder of this name with other content exists. */
    'item-differs': { folder: z.string() },
  },
  'bundle-broken': {
    'not-a-bundle': {},
    'not-a-zip': {},
    'no-result': {},
    encrypted: {},
    'compression-unknown': {},
    'holds-link': {},
    'too-many-files': {},
    'duplicate-name': {},
    'no-manifest': {},
    'several-bundles': {},
    'manifest-too-long': {},
    'manifest-invalid': {},
    'manifest-ambiguous': {},
    'expands-too-far': {},
  },
  'bad-request': {
    /** The schema's own message is in `detail`. */
    schema: {},
    'call-unknown': {},
    /** A frame or a host that may not make this call. */
    'call-not-allowed': {},
    'key-invalid': {},
    'key-test-unsupported': {},
    /** A provider's address in the environment is not safe; the message that names it is in `detail`. */
    'endpoint-unsafe': {},
    'too-many-items': { max: z.int() },
    'too-many-runs': { count: z.int(), max: z.int() },
    /** Terminal: the parser's own message is in `detail`. */
    'command-line': {},
    'options-conflict': options,
    'option-requires': { option: z.string(), requires: z.string() },
    /** One of them is required. */
    'option-missing': options,
    'value-too-small': { option: z.string(), min: z.number() },
    'start-not-before-end': { startSec: z.number(), endSec: z.number() },
    'stdin-empty': {},
    'provider-unknown': {},
    /** A confirmation is needed and there is no terminal to ask for it. */
    'confirmation-missing': {},
  },
} satisfies Record<string, Record<string, z.ZodRawShape>>;
