/** Notifications, progress, badge, and the block on suspension, as desktop/attention.ts decides them. */
import {
  BrowserWindow,
  app as electronApp,
  Notification,
  nativeImage,
  powerMonitor,
  powerSaveBlocker,
} from 'electron';
import type { Language } from '#contract/messages/languages.ts';
import type { JobId } from '#contract/model/job.ts';
import {
  attentionOf,
  isSuspensionBlocked,
  type KnownStates,
  notificationsOf,
  statesOf,
} from '../desktop/attention.ts';
import { messagesIn } from '../desktop/messages-in.ts';
import { overlayIcon, overlayScale } from '../desktop/overlay-icon.ts';
import type { Snapshot } from '../desktop/snapshot.ts';

/** On the icon in the dock or the taskbar. `description`: for screen readers; empty without a number. */
const showCount = (count: number, description: string): void => {
  if (process.platform !== 'win32') {
    electronApp.setBadgeCount(count);
    return;
  }
  const png = overlayIcon(count);
  const icon = png === null ? null : nativeImage.createFromBuffer(png, { scaleFactor: overlayScale });
  for (const window of BrowserWindow.getAllWindows()) window.setOverlayIcon(icon, description);
};

/** Returns the function that is called with each state of the program. `showJob`: the user clicked its notification. */
export const createAttention = (deps: {
  readonly language: () => Language;
  readonly showJob: (jobId: JobId) => void;
}): ((snapshot: Snapshot) => void) => {
  let known: KnownStates = null;
  let blocker: number | null = null;
  // A notification that is garbage collected loses its click.
  const shown = new Set<Notification>();

  const notify = (text: ReturnType<typeof notificationsOf>[number]): void => {
    const notification = new Notification({ title: text.title, body: text.body });
    shown.add(notification);
    notification.on('click', () => deps.showJob(text.jobId));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  };

  const setBlocked = (isBlocked: boolean): void => {
    if (isBlocked && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (isBlocked || blocker === null) return;
    powerSaveBlocker.stop(blocker);
    blocker = null;
  };

  return ({ jobs, settings, runningExports }) => {
    const { news, progress, needAnswer } = attentionOf({
      before: known,
      now: jobs,
      isFocused: BrowserWindow.getFocusedWindow() !== null,
      notifications: settings.notifications,
    });
    known = statesOf(jobs);
    if (Notification.isSupported())
      for (const text of notificationsOf(news, messagesIn[deps.language()].commands.news)) notify(text);
    // A negative value removes the bar.
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(progress ?? -1);
    const { needAnswer: describe } = messagesIn[deps.language()].commands;
    showCount(needAnswer, needAnswer === 0 ? '' : describe(needAnswer));
    setBlocked(isSuspensionBlocked(jobs, runningExports));
  };
};

/** Polls the jobs at once when the machine or the user is back. */
export const wakeWithSystem = (wake: () => void): void => {
  powerMonitor.on('resume', wake);
  powerMonitor.on('unlock-screen', wake);
};
