/** Whether a run can be sent, apart from the content of its files. Used by the page, the terminal and main. */
import { fail, ok, type Result } from '../errors.ts';
import type { DeliveryStatus, PastedLinks } from '../model/delivery.ts';
import type { ModelSpec } from '../model/model-spec.ts';
import type { KeyStatus } from '../model/settings.ts';
import { type Delivery, noDeliveryMethod, planDelivery } from './delivery.ts';

/** Providers that need no key have no status. */
export const lacksKey = ({ provider }: Pick<ModelSpec, 'provider'>, keys: readonly KeyStatus[]): boolean =>
  keys.some((key) => key.provider === provider && !key.isSet);

/**
 * Fails with `key-missing` before anything else, because a key may add a delivery method; then with the code that
 * says why a file cannot be delivered.
 */
export const canStart = (
  model: Pick<ModelSpec, 'provider'>,
  keys: readonly KeyStatus[],
  /** `files`: one for each known file of the run. null: the delivery status is not known yet. */
  delivery: { readonly deliverySetup: DeliveryStatus; readonly files: readonly Delivery[] } | null,
): Result<Record<string, never>> => {
  if (lacksKey(model, keys)) return fail('key-missing', { subject: model.provider });
  return delivery?.files.some(({ kind }) => kind === 'missing')
    ? noDeliveryMethod(model.provider, delivery.deliverySetup)
    : ok({});
};

/** How files of unknown size are delivered: `missing` only where no file of any size can be delivered. */
export const planAnyDelivery = (
  model: Pick<ModelSpec, 'deliveryMethods'>,
  links: PastedLinks,
  deliverySetup: DeliveryStatus,
): readonly Delivery[] =>
  (['image', 'video'] as const).map((file) =>
    planDelivery({ model, file, sizeBytes: 1, pastedUrl: links[file], deliverySetup }),
  );
