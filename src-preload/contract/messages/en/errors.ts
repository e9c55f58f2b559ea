/** Errors in English: one sentence for what happened, one for what to do. */
import { about } from '../names.ts';
import type { ErrorTable } from '../sentence.ts';
import { fileErrors } from './file-errors.ts';
import { overLimit } from './over-limit.ts';
import { refusals } from './refusals.ts';

export const errors: ErrorTable = {
  ...fileErrors,
  ...refusals,
  'file-missing': (e) => ({
    what: `${about(e, 'The file')} is not there.`,
    wayOut: 'Check the name, or choose the file again.',
  }),
  'file-empty': (e) => ({
    what: `${about(e, 'The file')} is empty.`,
    wayOut: 'Choose a file with something in it.',
  }),
  'file-unreadable': (e) => ({
    what: `${about(e, 'The file')} cannot be read.`,
    wayOut: 'Check that you may open it, or copy it to another folder and choose the copy.',
  }),
  'file-is-folder': (e) => ({
    what: `${about(e, 'That')} is a folder.`,
    wayOut: 'Choose an image or a video inside it.',
  }),
  'file-no-video': (e) => ({
    what: `${about(e, 'The file')} has audio but no video.`,
    wayOut: 'Choose a video that shows the motion.',
  }),
  'file-is-image': (e) => ({
    what: `${about(e, 'The file')} is an image, and the motion must be a video.`,
    wayOut: 'Drop it on Character, and choose a video for Motion.',
  }),
  'file-is-video': (e) => ({
    what: `${about(e, 'The file')} is a video, and the character must be an image.`,
    wayOut: 'Drop it on Motion, and choose an image for Character.',
  }),
  'file-raw-photo': (e) => ({
    what: `${about(e, 'The file')} is a raw photo of a camera, which no model takes.`,
    wayOut: 'Export it as JPEG in a photo program, and choose that.',
  }),
  'animation-unreadable': (e) => ({
    what: `${about(e, 'The file')} is an animation that cannot be read as a video here.`,
    wayOut: 'Convert it to MP4 or GIF, and choose that as the reference video.',
  }),
  'source-gone': () => ({ what: 'That file is no longer open here.', wayOut: 'Choose it again.' }),
  'limit-too-small': () => ({
    what: 'A video of that length is not recognisable under that size.',
    wayOut: 'Choose a larger limit, or no audio.',
  }),
  'tool-failed': (e) => ({
    what: `${about(e, 'ffmpeg')} could not finish this file.`,
    wayOut: 'See the details; another export of the same file often works.',
  }),
  'tool-timeout': (e) => ({
    what: `${about(e, 'ffmpeg')} took too long and was stopped.`,
    wayOut: 'Try a shorter part of the video, or another export of the file.',
  }),
  'disk-full': () => ({
    what: 'The disk is full.',
    wayOut: 'Make room, then try again; nothing half-written was kept.',
  }),
  'folder-unwritable': (e) => ({
    what: `${about(e, 'The folder')} cannot be written to.`,
    wayOut: 'Check its permissions, or choose another folder.',
  }),
  'file-busy': (e) => ({
    what: `Another program is using ${about(e, 'a file')} and did not let go of it.`,
    wayOut: 'Wait for the virus scan or the sync to end, then try again; nothing was lost.',
  }),
  'name-too-long': (e) => ({
    what: `The name ${about(e, 'of the file')} is too long for this disk.`,
    wayOut: 'Choose a shorter name, or a folder nearer to the top of the disk.',
  }),
  'model-unknown': (e) => ({
    what: `There is no model called ${about(e, 'that')}.`,
    wayOut: 'See the list of models and choose one of them.',
  }),
  'key-missing': (e) => ({
    what: `No key is set for ${about(e, 'this provider')}.`,
    wayOut: 'Add your key in Settings.',
  }),
  'key-refused': (e) => ({
    what: `${about(e, 'The provider')} does not accept the key.`,
    wayOut: 'Copy the key again from the provider and set it in Settings.',
  }),
  'no-credit': (e) => ({
    what: `Your account at ${about(e, 'the provider')} has no credit left.`,
    wayOut: 'Add credit at the provider, then try again.',
  }),
  'provider-refused': (e) => ({
    what: `${about(e, 'The provider')} refused the request.`,
    wayOut: 'See the details for its reason, change that, and try again.',
  }),
  'provider-rate-limited': (e) => ({
    what: `${about(e, 'The provider')} asks for fewer requests just now.`,
    wayOut: 'Wait a minute and try again.',
  }),
  'provider-failed': (e) => ({
    what: `${about(e, 'The provider')} could not make the result.`,
    wayOut: 'See the details; a clearer image or a calmer video often helps.',
  }),
  'provider-unreachable': (e) => ({
    what: `${about(e, 'The provider')} cannot be reached.`,
    wayOut: 'Check the connection, then try again.',
  }),
  'certificate-refused': (e) => ({
    what: `${about(e, 'The provider')} was not reached: its certificate is not trusted on this computer. A virus scanner, a company network or a wrong clock can cause this.`,
    wayOut:
      'Set NODE_EXTRA_CA_CERTS to the file with the certificate of your scanner or company and start the program again, or check the clock.',
  }),
  'proxy-refused': (e) => ({
    what: `${about(e, 'The provider')} was not reached: the proxy cannot be reached or refuses the connection.`,
    wayOut:
      "Check HTTPS_PROXY or the system's proxy settings, with name and password where the proxy asks for them.",
  }),
  'provider-answer-invalid': (e) => ({
    what: `${about(e, 'The provider')} answered something that makes no sense${e.foreignHost === undefined ? '' : `: its answer leads to ${e.foreignHost}`}${e.maxPages === undefined ? '' : `: its list has more than ${e.maxPages} pages`}.`,
    wayOut: 'Try again later; if it stays so, see the details.',
  }),
  'job-unknown-there': (e) => ({
    what: `${about(e, 'The provider')} no longer knows this run, so its result cannot be fetched from there.`,
    wayOut: 'Look at your account there; the result may still be listed.',
  }),
  'polling-stopped': (e) => ({
    what: `You stopped checking this job at ${about(e, 'the provider')}; it may still be running there.`,
    wayOut: 'Check the status again at any time; it costs nothing.',
  }),
  'delivery-missing': (e) => ({
    what: `${about(e, 'The provider')} reads files only from a link, and nothing here can make one yet.`,
    wayOut: 'Set a fal key or a bucket of your own in Settings, or give a link of your own.',
  }),
  'link-not-allowed': () => ({
    what: 'That link cannot be used: it must be https and lead to a public address.',
    wayOut: 'Put the file where everybody with the link can read it, and give that link.',
  }),
  'link-unreachable': () => ({
    what: 'The link cannot be read from here, so the provider could not read it either.',
    wayOut: 'Open it in a private browser window; if it asks you to log in, share the file publicly.',
  }),
  'link-not-media': () => ({
    what: 'The link leads to a page, not to the file itself.',
    wayOut: 'Give the direct link of the file; many services call it "download".',
  }),
  'upload-failed': (e) => ({
    what: `The files could not be uploaded to ${about(e, 'the provider')}.`,
    wayOut: 'Check the connection, then try again.',
  }),
  'answer-lost': (e) => ({
    what: `The request went out to ${about(e, 'the provider')}, but its answer was lost, so it may be running.`,
    wayOut: 'Look at your jobs there, then say here whether it was sent. Nothing is sent again by itself.',
  }),
  'duplicate-unapproved': () => ({
    what: 'The same files with the same choices were sent before.',
    wayOut: 'Look at that run first, then say that it may be paid for again.',
  }),
  'spending-limit-exceeded': (e) => ({
    what: `It would exceed the spending limit${overLimit(e)}.`,
    wayOut: 'Allow it for this run, or raise the limit in Settings.',
  }),
  'result-gone': () => ({
    what: 'The finished result cannot be read at its link.',
    wayOut:
      'The next start tries the download again; you can also do it now, or fetch the result from your account at the provider.',
  }),
  'result-cut-off': () => ({
    what: 'The download of the result stopped before its end.',
    wayOut: 'Try the download again; it resumes where it stopped and costs nothing.',
  }),
  'result-broken': () => ({
    what: 'The downloaded file is not a playable video.',
    wayOut:
      'The next start tries the download again; you can also do it now, or look at the result in your account at the provider.',
  }),
  'data-newer': (e) => ({
    what: `A newer version of the program wrote this data (version ${e.version}; this one knows ${e.knownVersion}).`,
    wayOut: 'Open it with that version; nothing was changed.',
  }),
  'data-in-use': (e) => ({
    what:
      e.subject === 'terminal'
        ? 'A terminal command is working on the data folder.'
        : 'The data folder is in use by Understudy on another computer, or by a process that does not answer.',
    wayOut: 'Wait until it has ended, or end it, and start again.',
  }),
  'owner-other-version': (e) => ({
    what: `Another version of Understudy${e.subject === undefined ? '' : ` (${e.subject})`} has the data folder open.`,
    wayOut: 'Close it, or use that version.',
  }),
  'data-not-updated': (e) => ({
    what: `The data could not be brought from version ${e.version} to ${e.knownVersion}.`,
    wayOut: 'It is as it was; open it with the earlier version, and send us the log file.',
  }),
  'job-unknown': () => ({ what: 'There is no such job.', wayOut: 'See the list of jobs.' }),
  'job-not-in-state': () => ({
    what: 'The job has moved on, so that is no longer possible.',
    wayOut: 'Look at its present state.',
  }),
  'item-unknown': () => ({ what: 'There is no such result in the library.', wayOut: 'See the library.' }),
  'item-files-missing': (e) => ({
    what: `${about(e, 'A file')} of this result is missing from its folder.`,
    wayOut: 'Put the folder back, have the folders looked through again, or remove the result.',
  }),
  'item-file-empty': (e) => ({
    what: `${about(e, 'A file')} of this result is empty here; a sync service may not have downloaded it.`,
    wayOut: 'Make its folder available offline in the sync service, then try again.',
  }),
  'library-away': (e) => ({
    what: `The library's folder is not there${e.subject === undefined ? '' : ` (${e.subject})`}.`,
    wayOut: 'Connect its disk again; until then nothing can be kept or shown.',
  }),
  'library-busy': () => ({
    what: 'Another long task on the library is running.',
    wayOut: 'Wait until it has ended, or stop it.',
  }),
  'folder-unsuitable': (e) => ({
    what: `The library cannot be in ${about(e, 'that folder')}.`,
    wayOut: 'Choose an empty folder outside the present one.',
  }),
  'bundle-broken': (e) => ({
    what: `${about(e, 'The file')} is no bundle of results, or is broken.`,
    wayOut: 'Make the bundle again where the results are.',
  }),
  'not-supported-by-host': () => ({
    what: 'That is not possible in this window.',
    wayOut: 'Use the desktop program for it.',
  }),
  'not-supported-by-provider': (e) => ({
    what: `${about(e, 'This provider')} does not offer that.`,
    wayOut: 'Look at your account there.',
  }),
  'connection-lost': () => ({
    what: 'The connection to Understudy was lost.',
    wayOut: 'Check that it is still running. If it was closed, start it again and open the new address.',
  }),
  cancelled: () => ({ what: 'It was cancelled.', wayOut: 'Start it again when you like.' }),
  'bad-request': () => ({
    what: 'The request was not understood.',
    wayOut: 'Correct it and try again.',
  }),
  internal: () => ({
    what: 'Something went wrong in the program itself.',
    wayOut: 'Try again; if it stays so, send us the log file.',
  }),
};
