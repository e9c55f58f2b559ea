/** Edits the tags of one result, or adds and removes tags of several. */
import { useState } from 'react';
import type { KeptItem } from '#contract/model/item.ts';
import type { LibraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TagField } from '#renderer/ui/tag-field.tsx';

export type TagsChange = { readonly addTags: string[]; readonly removeTags: string[] };

/** Same as the contract's schema of a tag. */
const maxChars = 60;

export const TagsDialog = ({
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
    <Dialog
      isOpen
      onClose={onClose}
      title={messages.tagsTitle(count)}
      actions={
        <>
          <Button onClick={onClose}>{messages.cancel}</Button>
          <Button variant="primary" onClick={save}>
            {messages.save}
          </Button>
        </>
      }
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
    </Dialog>
  );
};
