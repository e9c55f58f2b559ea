/** Notices that the program raises by itself, stored until the user dismisses them. */
import { join } from 'node:path';
import { z } from 'zod';
import { ok } from '#contract/errors.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import { type Notice, type NoticeKind, noticeSchema } from '#contract/model/notice.ts';
import type { HandlersOf } from './ipc/handlers.ts';
import type { Reconciled } from './jobs/reconcile.ts';
import type { LocationState } from './library/location/location-monitor.ts';
import type { Log } from './ports.ts';
import type { Opening } from './storage/database-opening.ts';
import { createJsonFile } from './storage/json-file.ts';

export type Notices = {
  readonly list: () => readonly Notice[];
  /** An event. A later notice of the same kind replaces it. */
  readonly add: (notice: Notice) => void;
  /** A condition: announced while it lasts, not stored. `folder`: name of the library's folder, without its path. */
  readonly locationChanged: (state: LocationState, folder: string) => void;
  readonly dismiss: (kind: NoticeKind) => void;
  readonly handlers: HandlersOf<'notices'>;
};

const fileName = 'notices.json';

export const createNotices = (deps: {
  /** Full path. */
  readonly dataFolder: string;
  /** True for a terminal command, in which nothing can be dismissed: lists only notices of this start. */
  readonly isTemp: boolean;
  readonly log: Log;
  readonly onChange: (notices: readonly Notice[]) => void;
}): Notices => {
  const { log, isTemp } = deps;
  const path = join(deps.dataFolder, fileName);
  const conditions = new Map<NoticeKind, Notice>();
  const ofThisStart = new Set<NoticeKind>();

  const file = createJsonFile({ path, schema: z.array(z.unknown()), name: fileName, log });
  // A newer version of the program may have stored kinds that are unknown here.
  const read = (): readonly Notice[] =>
    file.read([]).flatMap((entry) => noticeSchema.safeParse(entry).data ?? []);
  const write = (notices: readonly Notice[]): void => {
    try {
      file.write([...notices]);
    } catch (cause) {
      log.warn('notices not stored', { cause, kinds: notices.map(({ kind }) => kind) });
    }
  };
  /** Kept in memory, so notices are shown even if the disk cannot be written. */
  let stored = read();

  const list = (): readonly Notice[] => [
    ...conditions.values(),
    ...stored.filter(({ kind }) => !isTemp || ofThisStart.has(kind)),
  ];
  const replace = (kind: NoticeKind, notice: Notice | null): void => {
    const others = stored.filter((known) => known.kind !== kind);
    stored = notice === null ? others : [...others, notice];
    write(stored);
    deps.onChange(list());
  };

  const setCondition = (kind: NoticeKind, notice: Notice | null): void => {
    if (JSON.stringify(conditions.get(kind) ?? null) === JSON.stringify(notice)) return;
    if (notice === null) conditions.delete(kind);
    else conditions.set(kind, notice);
    deps.onChange(list());
  };
  const dismiss = (kind: NoticeKind): void => {
    if (stored.some((known) => known.kind === kind)) replace(kind, null);
  };

  return {
    list,
    add: (notice) => {
      ofThisStart.add(notice.kind);
      log.warn('notice added', { notice });
      replace(notice.kind, notice);
    },
    locationChanged: (state, folder) => {
      setCondition('library-away', state === 'away' ? { kind: 'library-away', folder } : null);
      setCondition('library-read-only', state === 'read-only' ? { kind: 'library-read-only', folder } : null);
    },
    dismiss,
    handlers: {
      list: async () => ok([...list()]),
      dismiss: async ({ kind }) => {
        dismiss(kind);
        return ok({});
      },
    },
  };
};

/** Notices of opening the database and reconciling it with sent.jsonl. */
export const noticesOfOpening = (start: {
  readonly opening: Opening;
  readonly reconciled: Reconciled;
}): readonly Notice[] => {
  const { opening, reconciled } = start;
  const { returned, heldBack, isOlder } = reconciled;
  if (opening.kind !== 'restored')
    return isOlder ? [{ kind: 'database-perhaps-older', heldBack, returned }] : [];
  const { backedUpAt, aside, isComplete } = opening;
  if (backedUpAt === null) return [{ kind: 'database-begun-again', returned }];
  return [
    { kind: 'database-restored', backedUpAt, aside, isComplete: isComplete && !isOlder, returned, heldBack },
  ];
};

/** Notices of rebuilding the catalogue; null: the folders could not be read. */
export const noticesOfRebuild = (rebuilt: Rebuilt | null): readonly Notice[] => {
  const notices: Notice[] = [];
  if (rebuilt === null) return notices;
  if (rebuilt.added > 0) notices.push({ kind: 'catalogue-rebuilt', found: rebuilt.added });
  const newer = rebuilt.leftAlone.filter(({ why }) => why === 'newer').length;
  const others = rebuilt.leftAlone.length - newer;
  if (rebuilt.leftAlone.length > 0) notices.push({ kind: 'items-left-alone', newer, others });
  return notices;
};
