/** In English, the sentence for each reason of an error code; it follows the sentence of the code itself. */
import { bytesInWords } from '../../rules/limits.ts';
import type { ReasonTable } from '../sentence.ts';
import { madeFaults } from './made-faults.ts';

const unspecified = (): string => 'An earlier version of the program recorded it.';

const capabilities = {
  filter: 'filter',
  encoder: 'encoder',
  decoder: 'decoder',
  demuxer: 'demuxer',
  option: 'option',
} as const;

const bucketFields = { endpoint: 'address', name: 'name', 'access-key-id': 'access key id' } as const;

const states = {
  queued: 'queued',
  preparing: 'preparing its files',
  uploading: 'uploading',
  starting: 'being sent',
  waiting: 'waiting for the provider',
  downloading: 'downloading its result',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  unsure: 'unconfirmed',
} as const;

export const errorReasons: ReasonTable = {
  'tool-missing': {
    unspecified,
    'not-found': () => 'No usable copy was found in any of the default locations.',
    'setting-not-running': (e) => `The program chosen in Settings does not run: ${e.path}.`,
    'environment-not-running': (e) => `The program named in the environment does not run: ${e.path}.`,
    capability: (e) =>
      `${e.version === undefined ? 'It' : `Version ${e.version}`} has no such ${capabilities[e.capability]}.`,
  },
  'tool-failed': {
    unspecified,
    exit: () => 'It ended with an error.',
    killed: (e) => `It was ended by the signal ${e.signal}.`,
    'output-too-long': () => 'It printed more than its limit.',
    'answer-invalid': () => 'Its output could not be parsed.',
    'nothing-made': () => 'It wrote no output.',
    'made-unreadable': () => 'The converted file cannot be read.',
    'made-not-as-planned': (e) => `The converted file differs from the plan${madeFaults(e.faults)}.`,
    'made-too-large': (e) => `The converted file stays over ${bytesInWords(e.maxBytes)}.`,
    'made-wrong-length': (e) =>
      `The video that was made lasts ${e.durationSec.toFixed(2)} s, which is not the requested length.`,
    'no-frame-at-time': () => 'There is no frame at that time.',
    'no-frame-decoded': () => 'No frame of the video could be decoded.',
  },
  'bucket-refused': {
    unspecified,
    write: () => 'An object could not be written.',
    read: () => 'The signed link of an object could not be read.',
    delete: () => 'An object could not be deleted.',
    'size-differs': (e) =>
      `The signed link holds ${e.foundBytes} bytes, and ${e.sizeBytes} bytes were written.`,
    'content-differs': () => 'The signed link holds other content than was written.',
    'private-address': (e) => `${e.host} is inside this network, where no provider can read from it.`,
    'not-set-up': (e) => `Still missing: ${e.missing.map((field) => bucketFields[field]).join(', ')}.`,
    'endpoint-invalid': () =>
      'Its address must be https, or http on this computer, without a query, name or password.',
  },
  'upload-failed': {
    unspecified,
    write: () => 'The file could not be written there.',
    read: () => 'The link of the upload could not be read.',
    delete: () => 'The upload could not be deleted.',
    'unknown-host': (e) => `The address ${e.host} does not exist.`,
    'private-address': (e) => `The upload address leads to ${e.host}, which is not public.`,
    'link-not-https': () => 'The link of the upload is not https.',
    'link-on-this-computer': () =>
      'The link of the upload leads to this computer, where the provider cannot read it.',
  },
  'link-not-allowed': {
    unspecified,
    'not-https': () => 'It is not an https address.',
    'private-address': (e) =>
      e.isRedirect
        ? `It redirects to ${e.host}, which is not allowed.`
        : `Its address ${e.host} is not allowed.`,
    'expires-soon': (e) => `It expires at ${e.expiresAt}; it must last for at least an hour.`,
  },
  'link-unreachable': {
    unspecified,
    'unknown-host': (e) => `The address ${e.host} does not exist.`,
    'redirects-endlessly': () => 'It redirects too often or to no address.',
    status: (e) => `Its server answers with HTTP ${e.status}.`,
    silent: () => 'Its server stopped sending data.',
    slow: () => 'Its server sends too slowly.',
    network: () => 'The connection failed.',
  },
  'link-other-file': {
    unspecified,
    'size-differs': (e) =>
      `It holds ${e.foundBytes === null ? 'more' : `${e.foundBytes} bytes`}, and the fitted file has ${e.sizeBytes} bytes.`,
    'content-differs': (e) => `Both have ${e.sizeBytes} bytes, and their content differs.`,
  },
  'link-not-media': {
    unspecified,
    'content-type': (e) => `Its server calls it ${e.contentType}.`,
    'first-bytes': (e) =>
      e.file === 'image' ? 'Its content is no JPEG or PNG image.' : 'Its content is no MP4 or MOV video.',
  },
  'result-gone': {
    unspecified,
    unreadable: () => 'No file was found there.',
    status: (e) => `Its server answers with HTTP ${e.status}.`,
    'private-address': (e) => `It leads to ${e.host}, which is not allowed.`,
    'no-target': () => 'It redirects too often or to no address.',
  },
  'result-broken': {
    unspecified,
    'not-playable': () => 'No video in it could be decoded.',
    'too-large': (e) => `It is larger than ${bytesInWords(e.maxBytes)}.`,
  },
  'job-not-in-state': {
    state: (e) => `It is ${states[e.state]}.`,
    'finished-there': () => 'The provider has already finished it.',
    'in-other-process': () => 'Another open window or terminal works on it.',
    'retried-already': () => 'It is already being retried.',
    'not-queued': () => 'It is no longer queued.',
    'not-lost': () => 'Its answer was not lost.',
  },
  'folder-unsuitable': {
    'not-absolute': () => 'A full path is needed.',
    same: () => 'The library is already there.',
    'inside-library': () => 'The folder is inside the library.',
    'around-library': () => 'The library is inside that folder.',
    'in-data-folder': () => 'The program keeps other data there.',
    'another-library': () => 'Another library is there.',
    'not-empty': () => 'The folder is not empty.',
    'not-a-folder': () => 'It is not a folder.',
    'item-differs': (e) => `Another ${e.folder} with other content is there.`,
  },
  'bundle-broken': {
    'not-a-bundle': () => 'It cannot be imported.',
    'not-a-zip': () => 'It cannot be read as a zip file.',
    'no-result': () => 'There is no result in it that can be imported.',
    encrypted: () => 'A file in it is encrypted.',
    'compression-unknown': () => 'A file in it is compressed by an unknown method.',
    'holds-link': () => 'It contains a symbolic link or another special file.',
    'too-many-files': () => 'It contains too many files.',
    'duplicate-name': () => 'Two files in it have the same name.',
    'no-manifest': () => 'Its list of contents is missing.',
    'several-bundles': () => 'It contains several bundles.',
    'manifest-too-long': () => 'Its list of contents is too long.',
    'manifest-invalid': () => 'Its list of contents cannot be read by this version.',
    'manifest-ambiguous': () => 'Its list of contents names the same thing twice.',
    'expands-too-far': () => 'Unpacked, it would be far larger than a bundle can be.',
  },
  'bad-request': {
    schema: () => 'A value in it is not valid.',
    'call-unknown': () => 'There is no such call.',
    'call-not-allowed': () => 'This call is not allowed from there.',
    'key-invalid': () => 'That cannot be a key of this provider.',
    'key-test-unsupported': () => 'The key of this provider cannot be tested.',
    'endpoint-unsafe': () => 'The address of a provider in the environment cannot be used.',
    'too-many-items': (e) => `At most ${e.max} results are possible at once.`,
    'too-many-runs': (e) => `These are ${e.count} runs; a batch holds at most ${e.max}.`,
    'command-line': () => 'The command line could not be parsed.',
    'options-conflict': (e) => `These cannot be combined: ${e.options.join(', ')}.`,
    'option-requires': (e) => `${e.option} requires ${e.requires}.`,
    'option-missing': (e) => `Give one of these: ${e.options.join(', ')}.`,
    'value-too-small': (e) => `${e.option} must be at least ${e.min}.`,
    'start-not-before-end': (e) => `--start ${e.startSec} must come before --end ${e.endSec}.`,
    'stdin-empty': () => 'Give the key on standard input.',
    'provider-unknown': (e) => `There is no provider called ${e.subject ?? 'that'}.`,
    'confirmation-missing': () => 'A confirmation is needed, and there is no terminal to ask in.',
  },
};
