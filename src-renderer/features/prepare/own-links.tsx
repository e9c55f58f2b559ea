/** Fields for the user's own links, and downloads of the files that they must point to. */

import { Download } from 'lucide-react';
import { assertNever } from '#contract/assert-never.ts';
import { fittedAddress } from '#contract/media-address.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { readPastedLink, takesLink } from '../../state/delivery.ts';
import { selectImage, selectVideo } from '../../state/selectors.ts';
import type { SlotName } from '../../state/store.ts';
import { useApp, useAppState, useMessages, useMirror, usePlan } from '../../state/use-app.ts';
import { TextField } from '../../ui/field.tsx';
import { Stack } from '../../ui/layout.tsx';
import { ButtonLink } from '../../ui/link.tsx';
import styles from './where-files-go.module.css';

type OfFile = { readonly model: ModelSpec; readonly file: SlotName };

const LinkField = ({ model, file }: OfFile) => {
  const { actions } = useApp();
  const { delivery } = useMessages();
  const messages = delivery.own;
  const links = useAppState((state) => state.draft.links);
  const name = useAppState((state) => (file === 'image' ? selectImage(state) : selectVideo(state))?.name);
  const isKept = usePlan()?.[file].steps.every(({ kind }) => kind === 'keep') ?? false;
  const isTaken = takesLink(model, file);
  const link = readPastedLink(links[file]);
  const hint = !isTaken
    ? messages.noUse(model.name)
    : isKept && name !== undefined
      ? messages.asItIs(name)
      : messages.fitted;
  return (
    <TextField
      type="url"
      inputMode="url"
      label={messages.labels[file]}
      placeholder="https://"
      hint={hint}
      problem={isTaken && link.kind === 'bad' ? messages.bad[link.why] : null}
      disabled={!isTaken}
      value={links[file]}
      onChange={(event) => actions.change({ links: { ...links, [file]: event.target.value } })}
    />
  );
};

/** The fitted files as downloads, once they are made; a file that is sent unchanged needs none. */
const FittedFiles = ({ model }: { readonly model: ModelSpec }) => {
  const { ui, domain, delivery } = useMessages();
  const messages = delivery.own;
  const prefit = useMirror((mirror) => mirror.prefit);
  const plan = usePlan();
  const changed = (['image', 'video'] as const).filter(
    (file) => takesLink(model, file) && plan?.[file].steps.some(({ kind }) => kind !== 'keep'),
  );
  if (changed.length === 0) return null;
  switch (prefit.kind) {
    case 'idle':
      return null;
    case 'working':
      return <p className="soft">{messages.making}</p>;
    case 'failed':
      return <p className="soft">{ui.prefit.failed(domain.error(prefit.error).what)}</p>;
    case 'ready':
      return (
        <div>
          <p className="soft">{messages.saveWhy}</p>
          <p className={styles.ways}>
            {changed.map((file) => (
              <ButtonLink
                key={file}
                size="small"
                href={fittedAddress(file)}
                download=""
                icon={<Download size={14} aria-hidden="true" />}
              >
                {messages.save[file]}
              </ButtonLink>
            ))}
          </p>
        </div>
      );
    default:
      return assertNever(prefit);
  }
};

export const OwnLinks = ({ model, isOpen }: { readonly model: ModelSpec; readonly isOpen: boolean }) => {
  const { delivery } = useMessages();
  const messages = delivery.own;
  return (
    <details className={styles.own} open={isOpen}>
      <summary>{messages.title}</summary>
      <Stack gap={3}>
        <p className="soft">{messages.why}</p>
        <FittedFiles model={model} />
        <LinkField model={model} file="image" />
        <LinkField model={model} file="video" />
      </Stack>
    </details>
  );
};
