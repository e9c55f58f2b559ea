/** What the program came upon by itself, for a person to read: written down until somebody has put it away. */
import { join } from 'node:path';
import { z } from 'zod';
import { ok } from '#contract/errors.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import { type Notice, type NoticeKind, noticeSchema } from '#contract/model/notice.ts';
import type { HandlersOf } from './ipc/handlers.ts';
import type { Reconciled } from './jobs/reconcile.ts';
import type { LocationState } from './library/location/location-watch.ts';
import type { Log } from './ports.ts';
import type { Opening } from './storage/database-opening.ts';
import { createJsonFile } from './storage/json-file.ts';

export type Notices = {
  readonly list: () => readonly Notice[];
  /** Something that was done. A later one of its kind takes its place. */
  readonly add: (notice: Notice) => void;
  /** Announced while it lasts, and not written down. `folder`: name of the library's folder, without its path. */
  readonly locationChanged: (state: LocationState, folder: string) => void;
  readonly dismiss: (kind: NoticeKind) => void;
  readonly handlers: HandlersOf<'notices'>;
};

const fileName = 'notices.json';

export const createNotices = (deps: {
  /** Full path. */
  readonly dataFolder: string;
  /** True where nobody stays to put anything away: then only what this start came upon is told. */
  readonly isTemp: boolean;
  readonly log: Log;
  readonly onChange: (notices: readonly Notice[]) => void;
}): Notices => {
  const { log, isTemp } = deps;
  const path = join(deps.dataFolder, fileName);
  const standing = new Map<NoticeKind, Notice>();
  const ofThisStart = new Set<NoticeKind>();

  const file = createJsonFile({ path, schema: z.array(z.unknown()), name: fileName, log });
  // A newer program may know kinds that this one does not.
  const read = (): readonly Notice[] =>
    file.read([]).flatMap((entry) => noticeSchema.safeParse(entry).data ?? []);
  const write = (notices: readonly Notice[]): void => {
    try {
      file.write([...notices]);
    } catch (cause) {
      log.warn('a notice could not be written down', { cause, kinds: notices.map(({ kind }) => kind) });
    }
  };
  /** For a disk that takes nothing: what is told need not be written. */
  let written = read();

  const list = (): readonly Notice[] => [
    ...standing.values(),
    ...written.filter(({ kind }) => !isTemp || ofThisStart.has(kind)),
  ];
  const replace = (kind: NoticeKind, notice: Notice | null): void => {
    const others = written.filter((known) => known.kind !== kind);
    written = notice === null ? others : [...others, notice];
    write(written);
    deps.onChange(list());
  };

  const stand = (kind: NoticeKind, notice: Notice | null): void => {
    if (JSON.stringify(standing.get(kind) ?? null) === JSON.stringify(notice)) return;
    if (notice === null) standing.delete(kind);
    else standing.set(kind, notice);
    deps.onChange(list());
  };
  const dismiss = (kind: NoticeKind): void => {
    if (written.some((known) => known.kind === kind)) replace(kind, null);
  };

  return {
    list,
    add: (notice) => {
      ofThisStart.add(notice.kind);
      log.warn('something for a person to know', { notice });
      replace(notice.kind, notice);
    },
    locationChanged: (state, folder) => {
      stand('library-away', state === 'away' ? { kind: 'library-away', folder } : null);
      stand('library-read-only', state === 'read-only' ? { kind: 'library-read-only', folder } : null);
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

/** What opening the database and comparing it with what was sent did. */
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

/** What a start found in the library after that; null: the folders could not be read. */
export const noticesOfRebuild = (rebuilt: Rebuilt | null): readonly Notice[] => {
  const notices: Notice[] = [];
  if (rebuilt === null) return notices;
  if (rebuilt.added > 0) notices.push({ kind: 'catalogue-rebuilt', found: rebuilt.added });
  const newer = rebuilt.leftAlone.filter(({ why }) => why === 'newer').length;
  const others = rebuilt.leftAlone.length - newer;
  if (rebuilt.leftAlone.length > 0) notices.push({ kind: 'items-left-alone', newer, others });
  return notices;
};
