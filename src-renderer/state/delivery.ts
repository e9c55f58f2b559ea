/** How the files of the next run would reach the model, and what that means for who can read them. */

import type { DeliveryStatus, PastedLinks } from '#contract/model/delivery-setup.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { PrefitStatus } from '#contract/model/prefit.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import {
  type Delivery,
  expectedTransferRecord,
  planDelivery,
  resultTransferRecord,
} from '#contract/rules/delivery.ts';
import { readPastedLink } from './pasted-link.ts';
import type { LinkTexts, SlotName } from './store.ts';

export type FileDelivery = {
  readonly delivery: Delivery;
  /** null: there is no way for the file. */
  readonly transferRecord: TransferRecord | null;
  /** False: the file may come out smaller. */
  readonly isSizeExact: boolean;
};

export type JobDelivery = {
  /** null: there is no such file yet. */
  readonly image: FileDelivery | null;
  readonly video: FileDelivery | null;
  readonly result: TransferRecord;
};

type ModelDeliveryMethods = Pick<ModelSpec, 'deliveryMethods'>;

/** Only such a model has a use for a link of the person's own; what was pasted stays for the next one. */
export const takesLink = ({ deliveryMethods }: ModelDeliveryMethods, file: SlotName): boolean =>
  deliveryMethods[file].some(({ kind }) => kind === 'link');

const linkFor = (model: ModelDeliveryMethods, links: LinkTexts, file: SlotName): string | null => {
  const link = readPastedLink(links[file]);
  return takesLink(model, file) && link.kind === 'good' ? link.url : null;
};

/** The links that are sent along. */
export const linksFor = (model: ModelDeliveryMethods, links: LinkTexts): PastedLinks => ({
  image: linkFor(model, links, 'image'),
  video: linkFor(model, links, 'video'),
});

/** Something was pasted that can be no link: the file must not go another way because of that. */
const isBadLink = (model: ModelDeliveryMethods, links: LinkTexts, file: SlotName): boolean =>
  takesLink(model, file) && readPastedLink(links[file]).kind === 'bad';

export const hasBadLink = (model: ModelDeliveryMethods, links: LinkTexts): boolean =>
  (['image', 'video'] as const).some((file) => isBadLink(model, links, file));

export const planJobDelivery = (request: {
  readonly model: ModelSpec;
  readonly plan: Plan;
  readonly deliverySetup: DeliveryStatus;
  readonly links: LinkTexts;
  /** Files that are made already have their own sizes. */
  readonly prefit: PrefitStatus;
  /** The files that are there. */
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
    // It may come out far smaller; where nothing else is left, the run finds out before it pays, as in the main process.
    const delivery = sure.kind === 'missing' && !isSizeExact ? deliveryMethodsFor(1) : sure;
    const transferRecord = expectedTransferRecord({ file, sizeBytes, delivery, deliverySetup });
    return { delivery, transferRecord, isSizeExact };
  };
  return { image: deliveryOf('image'), video: deliveryOf('video'), result: resultTransferRecord(model) };
};
