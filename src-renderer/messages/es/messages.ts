/** Everything that the page says in Spanish, by screen or topic. */

import { messages as domain } from '#contract/messages/es/messages.ts';
import type { PageMessages } from '../en/messages.ts';
import { arrivals } from './arrivals.ts';
import { batch } from './batch.ts';
import { body } from './body.ts';
import { compare } from './compare.ts';
import { costs } from './costs.ts';
import { delivery } from './delivery.ts';
import { deliverySetup } from './delivery-setup.ts';
import { desktop } from './desktop.ts';
import { exporting } from './export.ts';
import { facts } from './facts.ts';
import { framing } from './framing.ts';
import { library } from './library.ts';
import { libraryFind } from './library-find.ts';
import { libraryMarks } from './library-marks.ts';
import { libraryWork } from './library-work.ts';
import { queue } from './queue.ts';
import { scan } from './scan.ts';
import { settings } from './settings.ts';
import { shortcuts } from './shortcuts.ts';
import { spendCheck } from './spend-check.ts';
import { spending } from './spending.ts';
import { storage } from './storage.ts';
import { transferRecord } from './transfer-record.ts';
import { trim } from './trim.ts';
import { ui } from './ui.ts';
import { unsure } from './unsure.ts';

export const messages: PageMessages = {
  language: 'es',
  domain,
  arrivals,
  batch,
  body,
  compare,
  costs,
  delivery,
  deliverySetup,
  desktop,
  exporting,
  facts,
  framing,
  library,
  libraryFind,
  libraryMarks,
  libraryWork,
  queue,
  scan,
  settings,
  shortcuts,
  spendCheck,
  spending,
  storage,
  transferRecord,
  trim,
  ui,
  unsure,
};
