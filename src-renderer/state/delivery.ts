/** How the files of the next run would reach the model, and who can read them then. */
import type { DeliveryStatus, PastedLinks, TransferRecord } from '#contract/model/delivery.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { PrefitStatus } from '#contract/model/prefit.ts';
import {
  type Delivery,
  expectedTransferRecord,
  planDelivery,
  resultTransferRecord,
} from '#contract/rules/delivery.ts';
import type { LinkTexts, SlotName } from './store.ts';

export type FileDelivery = {
  readonly delivery: Delivery;
  /** null: the file cannot be delivered. */
  readonly transferRecord: TransferRecord | null;
  /** False: the fitted file may be smaller. */
  readonly isSizeExact: boolean;
};

export type JobDelivery = {
  /** null: no such file is open. */
  readonly image: FileDelivery | null;
  readonly video: FileDelivery | null;
  readonly result: TransferRecord;
};

export type PastedLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly url: string }
  | { readonly kind: 'bad'; readonly why: 'no-link' | 'not-https' | 'password' };

/** Longest accepted link; signed links are long. */
const maxChars = 4000;

export const readPastedLink = (text: string): PastedLink => {
  const url = text.trim();
  if (url === '') return { kind: 'none' };
  const parsed = url.length > maxChars ? null : URL.parse(url);
  if (parsed === null || parsed.hostname === '') return { kind: 'bad', why: 'no-link' };
  if (parsed.protocol !== 'https:') return { kind: 'bad', why: 'not-https' };
  // Credentials would be sent to the provider with the link.
  if (parsed.username !== '' || parsed.password !== '') return { kind: 'bad', why: 'password' };
  // As typed: a signed link may be invalid in another spelling.
  return { kind: 'good', url };
};

type ModelDeliveryMethods = Pick<ModelSpec, 'deliveryMethods'>;

/** Only a model that reads links uses the user's own; a pasted link is kept for the next such model. */
export const takesLink = ({ deliveryMethods }: ModelDeliveryMethods, file: SlotName): boolean =>
  deliveryMethods[file].some(({ kind }) => kind === 'link');

const linkFor = (model: ModelDeliveryMethods, links: LinkTexts, file: SlotName): string | null => {
  const link = readPastedLink(links[file]);
  return takesLink(model, file) && link.kind === 'good' ? link.url : null;
};

/** The links that are sent. */
export const linksFor = (model: ModelDeliveryMethods, links: LinkTexts): PastedLinks => ({
  image: linkFor(model, links, 'image'),
  video: linkFor(model, links, 'video'),
});

/** The pasted text is not a valid link: the file must not be delivered another way because of that. */
const isBadLink = (model: ModelDeliveryMethods, links: LinkTexts, file: SlotName): boolean =>
  takesLink(model, file) && readPastedLink(links[file]).kind === 'bad';

export const hasBadLink = (model: ModelDeliveryMethods, links: LinkTexts): boolean =>
  (['image', 'video'] as const).some((file) => isBadLink(model, links, file));

export const planJobDelivery = (request: {
  readonly model: ModelSpec;
  readonly plan: Plan;
  readonly deliverySetup: DeliveryStatus;
  readonly links: LinkTexts;
  /** Files that are already made have their own sizes. */
  readonly prefit: PrefitStatus;
  /** The files that are open. */
  readonly files: readonly SlotName[];
}): JobDelivery => {
  const { model, plan, deliverySetup, links, prefit, files } = request;
  const deliveryOf = (file: SlotName): FileDelivery | null => {
    if (!files.includes(file)) return null;
    const known = prefit.kind === 'ready' ? prefit : null;
    const sizeBytes = (known ?? plan.expected)[`${file}Bytes`];
    const isSizeExact = known !== null || plan[file].steps.every(({ kind }) => kind === 'keep');
    const pastedUrl = linkFor(model, links, file);
    const deliveryMethodsFor = (bytes: number): Delivery =>
      isBadLink(model, links, file)
        ? { kind: 'missing', why: 'no-host' }
        : planDelivery({ model, file, sizeBytes: bytes, pastedUrl, deliverySetup });
    const sure = deliveryMethodsFor(sizeBytes);
    // The file may become much smaller; without another method, the main process decides before the run is paid.
    const delivery = sure.kind === 'missing' && !isSizeExact ? deliveryMethodsFor(1) : sure;
    const transferRecord = expectedTransferRecord({ file, sizeBytes, delivery, deliverySetup });
    return { delivery, transferRecord, isSizeExact };
  };
  return { image: deliveryOf('image'), video: deliveryOf('video'), result: resultTransferRecord(model) };
};
