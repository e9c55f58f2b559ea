/** What is open over the grid: a menu, tags, or a question. */
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { LibraryWorkWords } from '#renderer/messages/library-work.ts';
import type { LibraryShelf } from '#renderer/state/library-reader.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { LibraryMenu } from './library-menu.tsx';
import { readItems } from './selected-marks.ts';
import { TagsDialog } from './tags-dialog.tsx';
import type { TileWords } from './tile-text.ts';
import type { useDeeds } from './use-item-actions.ts';

export const LibraryAsked = ({
  doing,
  shelf,
  overview,
  words,
  work,
}: {
  readonly doing: ReturnType<typeof useDeeds>;
  readonly shelf: LibraryShelf;
  readonly overview: LibraryOverview | null;
  readonly words: TileWords;
  readonly work: LibraryWorkWords;
}) => {
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const { asked } = doing;
  if (asked.kind === 'menu')
    return (
      <LibraryMenu
        item={asked.item}
        anchor={asked.anchor}
        canReveal={canReveal}
        words={words}
        deeds={doing.menuDeeds(asked.item)}
        onClose={doing.closeMenu}
      />
    );
  if (asked.kind === 'tags') {
    const [only] = asked.ids.length === 1 ? readItems(shelf, new Set(asked.ids)) : [];
    return (
      <TagsDialog
        one={only ?? null}
        count={asked.ids.length}
        known={(overview?.tags ?? []).map(({ tag }) => tag)}
        words={words.marks}
        onSave={doing.saveTags}
        onClose={doing.close}
      />
    );
  }
  if (asked.kind === 'delete')
    return (
      <DeleteDialog
        count={asked.ids?.length ?? overview?.inTrash ?? 0}
        words={work}
        onDelete={doing.deleteAsked}
        onClose={doing.close}
      />
    );
  return null;
};
