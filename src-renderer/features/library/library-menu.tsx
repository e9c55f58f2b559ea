/** Menu with all actions on one result. */
import {
  Clapperboard,
  Download,
  FolderOpen,
  Heart,
  Maximize2,
  Pencil,
  RotateCcw,
  Star,
  Tag,
  Trash2,
} from 'lucide-react';
import { itemDownloadAddress } from '#contract/media-address.ts';
import type { KeptItem } from '#contract/model/item.ts';
import {
  Menu,
  type MenuAnchor,
  MenuChoice,
  MenuDownload,
  MenuItem,
  MenuSeparator,
} from '#renderer/ui/menu.tsx';
import { type TileMessages, titleInWords } from './tile-text.ts';
import type { MenuActions } from './use-item-actions.ts';

const icon = { size: 15, 'aria-hidden': true } as const;

type PartProps = {
  readonly item: KeptItem;
  readonly messages: TileMessages;
  readonly itemActions: MenuActions;
};

/** The user's marks on it. */
const MarkItems = ({ item, messages, itemActions }: PartProps) => {
  const { library, marks } = messages;
  const stars = [0, 5, 4, 3, 2, 1].map((value) => ({
    value,
    label: value === 0 ? marks.noStars : marks.stars(value),
  }));
  return (
    <>
      <MenuItem icon={<Pencil {...icon} />} shortcut="F2" onChoose={itemActions.onRename}>
        {library.rename}
      </MenuItem>
      <MenuItem icon={<Heart {...icon} />} shortcut="F" onChoose={itemActions.onFavourite}>
        {item.marks.isFavourite ? library.noFavourite : library.makeFavourite}
      </MenuItem>
      <MenuChoice
        icon={<Star {...icon} />}
        value={item.marks.rating}
        options={stars}
        onChange={(value) => itemActions.onRate(value)}
      >
        {library.rating}
      </MenuChoice>
      <MenuItem icon={<Tag {...icon} />} onChoose={itemActions.onTags}>
        {library.tags}
      </MenuItem>
      <MenuSeparator />
    </>
  );
};

export const LibraryMenu = ({
  item,
  anchor,
  canReveal,
  messages,
  itemActions,
  onClose,
}: PartProps & {
  readonly anchor: MenuAnchor;
  readonly canReveal: boolean;
  readonly onClose: () => void;
}) => {
  const { library } = messages;
  const isInTrash = item.marks.removedAt !== null;
  const tile = () => document.querySelector<HTMLElement>(`[data-tile="${item.id}"]`);
  return (
    <Menu label={titleInWords(item, messages)} anchor={anchor} onClose={onClose} focusAfter={tile}>
      <MenuItem icon={<Maximize2 {...icon} />} onChoose={itemActions.onOpen}>
        {library.openItem}
      </MenuItem>
      <MenuItem icon={<Clapperboard {...icon} />} onChoose={itemActions.onUseAgain}>
        {library.useAgain}
      </MenuItem>
      <MenuSeparator />
      {isInTrash ? null : <MarkItems item={item} messages={messages} itemActions={itemActions} />}
      <MenuDownload icon={<Download {...icon} />} href={itemDownloadAddress(item.id)}>
        {library.download}
      </MenuDownload>
      {canReveal ? (
        <MenuItem icon={<FolderOpen {...icon} />} onChoose={itemActions.onReveal}>
          {library.reveal}
        </MenuItem>
      ) : null}
      <MenuSeparator />
      {isInTrash ? (
        <>
          <MenuItem icon={<RotateCcw {...icon} />} onChoose={itemActions.onRestore}>
            {library.restore}
          </MenuItem>
          <MenuItem isDanger icon={<Trash2 {...icon} />} onChoose={itemActions.onRemove}>
            {library.deleteForever}
          </MenuItem>
        </>
      ) : (
        <MenuItem isDanger icon={<Trash2 {...icon} />} onChoose={itemActions.onRemove}>
          {library.remove}
        </MenuItem>
      )}
    </Menu>
  );
};
