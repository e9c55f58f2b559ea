/** Sentences of the dialogs about crashes of the desktop window: what happened, and what the user can do. */

export const crashes = {
  /** The page crashed several times within a minute. */
  pageGone: 'The page of the window has crashed several times.',
  pageUnresponsive: 'The page of the window does not respond.',
  exception: 'An unexpected error occurred in Understudy.',
  pageWayOut: 'Reload the page. Jobs continue meanwhile, and nothing is sent or charged again.',
  exceptionWayOut:
    'Quit and start Understudy again. Jobs that were sent are resumed then, and nothing is charged again.',
  reload: 'Reload page',
  wait: 'Wait',
  quit: 'Quit',
  resume: 'Continue',
};
export type CrashMessages = typeof crashes;
