/** What is open over the grid: a menu, the tags dialog, or a confirmation. */
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { LibraryMenu } from './library-menu.tsx';
import { readItems } from './selected-marks.ts';
import { TagsDialog } from './tags-dialog.tsx';
import type { TileMessages } from './tile-text.ts';
import type { useItemActions } from './use-item-actions.ts';

/** Confirms the permanent deletion of files: how many, and the consequences. */
const DeleteDialog = ({
  count,
  messages,
  onDelete,
  onClose,
}: {
  readonly count: number;
  readonly messages: LibraryWorkMessages;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) => (
  <Dialog
    isOpen
    onClose={onClose}
    title={messages.deleteTitle(count)}
    description={messages.deleteText}
    actions={
      <>
        <Button onClick={onClose}>{messages.cancel}</Button>
        <Button variant="danger" onClick={onDelete}>
          {messages.deleteYes}
        </Button>
      </>
    }
  />
);

export const LibraryDialogs = ({
  doing,
  pages,
  overview,
  messages,
  work,
}: {
  readonly doing: ReturnType<typeof useItemActions>;
  readonly pages: LibraryPages;
  readonly overview: LibraryOverview | null;
  readonly messages: TileMessages;
  readonly work: LibraryWorkMessages;
}) => {
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const { opened } = doing;
  if (opened.kind === 'menu')
    return (
      <LibraryMenu
        item={opened.item}
        anchor={opened.anchor}
        canReveal={canReveal}
        messages={messages}
        itemActions={doing.menuActions(opened.item)}
        onClose={doing.closeMenu}
      />
    );
  if (opened.kind === 'tags') {
    const [only] = opened.ids.length === 1 ? readItems(pages, new Set(opened.ids)) : [];
    return (
      <TagsDialog
        one={only ?? null}
        count={opened.ids.length}
        known={(overview?.tags ?? []).map(({ tag }) => tag)}
        messages={messages.marks}
        onSave={doing.saveTags}
        onClose={doing.close}
      />
    );
  }
  if (opened.kind === 'delete')
    return (
      <DeleteDialog
        count={opened.ids?.length ?? overview?.inTrash ?? 0}
        messages={work}
        onDelete={doing.confirmDelete}
        onClose={doing.close}
      />
    );
  return null;
};
