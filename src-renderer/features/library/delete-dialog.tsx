/** Asks before files are deleted for ever: how many, and what that means. */

import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';

export const DeleteDialog = ({
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
