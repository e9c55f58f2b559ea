/** Asks before files are deleted for ever: how many, and what that means. */

import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

export const DeleteDialog = ({
  count,
  words,
  onDelete,
  onClose,
}: {
  readonly count: number;
  readonly words: LibraryWorkMessages;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) => (
  <Dialog
    isOpen
    onClose={onClose}
    title={words.deleteTitle(count)}
    description={words.deleteText}
    actions={
      <>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button variant="danger" onClick={onDelete}>
          {words.deleteYes}
        </Button>
      </>
    }
  />
);
