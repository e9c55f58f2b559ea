/** What is open over the grid: a menu, the tags dialog, or a confirmation. */
import { useState } from 'react';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryOverview } from '#contract/model/library-query.ts';
import type { LibraryMarksMessages } from '#renderer/messages/en/library-marks.ts';
import type { LibraryPages } from '#renderer/state/library-reader.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { TagField } from '#renderer/ui/tag-field.tsx';
import { LibraryMenu } from './library-menu.tsx';
import type { TileMessages } from './tile-text.ts';
import { readItems, type TagsChange, type useItemActions } from './use-item-actions.ts';

/** Same as the contract's schema of a tag. */
const maxChars = 60;

const TagsDialog = ({
  one,
  count,
  known,
  messages,
  onSave,
  onClose,
}: {
  /** The only item; null: there are several, or it has not been read. */
  readonly one: KeptItem | null;
  readonly count: number;
  /** All existing tags. */
  readonly known: readonly string[];
  readonly messages: LibraryMarksMessages;
  readonly onSave: (change: TagsChange) => void;
  readonly onClose: () => void;
}) => {
  // The state when the dialog opened; tags changed elsewhere meanwhile are left unchanged.
  const [opened] = useState(one);
  const before = opened?.marks.tags ?? [];
  const [tags, setTags] = useState<readonly string[]>(before);
  const [taken, setTaken] = useState<readonly string[]>([]);
  const field = {
    known,
    maxChars,
    removeLabel: messages.removeTag,
    placeholder: messages.tagsPlaceholder,
  };
  const save = () =>
    onSave({
      addTags: tags.filter((tag) => !before.includes(tag)),
      removeTags: opened === null ? [...taken] : before.filter((tag) => !tags.includes(tag)),
    });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={messages.tagsTitle(count)}
      cancel={messages.cancel}
      confirm={messages.save}
      variant="primary"
      onConfirm={save}
    >
      <TagField
        {...field}
        label={opened === null ? messages.addTags : messages.tags}
        tags={tags}
        hint={messages.tagsHint}
        onAdd={(more) => setTags((now) => [...now, ...more])}
        onRemove={(tag) => setTags((now) => now.filter((other) => other !== tag))}
      />
      {opened === null ? (
        <TagField
          {...field}
          label={messages.takeTags}
          placeholder={messages.takeTagsPlaceholder}
          tags={taken}
          onAdd={(more) => setTaken((now) => [...now, ...more])}
          onRemove={(tag) => setTaken((now) => now.filter((other) => other !== tag))}
        />
      ) : null}
    </ConfirmDialog>
  );
};

export const LibraryDialogs = ({
  doing,
  pages,
  overview,
  messages,
}: {
  readonly doing: ReturnType<typeof useItemActions>;
  readonly pages: LibraryPages;
  readonly overview: LibraryOverview | null;
  readonly messages: TileMessages;
}) => {
  const canReveal = useMirror((mirror) => mirror.about?.canReveal ?? false);
  const work = useMessages().libraryWork;
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
      <ConfirmDialog
        isOpen
        title={work.deleteTitle(opened.ids?.length ?? overview?.inTrash ?? 0)}
        description={work.deleteText}
        cancel={work.cancel}
        confirm={work.deleteYes}
        variant="danger"
        onConfirm={doing.confirmDelete}
        onClose={doing.close}
      />
    );
  return null;
};
