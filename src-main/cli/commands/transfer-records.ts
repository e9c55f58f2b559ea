/** Terminal text for transfer records: where the files of a run go, who can read them, and until when. */
import { assertNever } from '#contract/assert-never.ts';
import { ok, type Result } from '#contract/errors.ts';
import type { PastedLinks, TransferRecord } from '#contract/model/delivery.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Plan } from '#contract/model/plan.ts';
import { canStart } from '#contract/rules/can-start.ts';
import { expectedTransferRecord, planDelivery, resultTransferRecord } from '#contract/rules/delivery.ts';
import type { Handlers } from '../../ipc/handlers.ts';

/** The expected transfer records of a run; fails where a key or a host is missing. */
export const transferRecordsBefore = async (
  app: { readonly handlers: Pick<Handlers, 'keys.status' | 'delivery.status'> },
  { model, plan, links }: { readonly model: ModelSpec; readonly plan: Plan; readonly links: PastedLinks },
): Promise<Result<readonly TransferRecord[]>> => {
  const keys = await app.handlers['keys.status']({});
  if (!keys.ok) return keys;
  const deliverySetup = await app.handlers['delivery.status']({});
  if (!deliverySetup.ok) return deliverySetup;
  const sizes = { image: plan.expected.imageBytes, video: plan.expected.videoBytes };
  const files = (['image', 'video'] as const).map((file) => {
    const request = { file, sizeBytes: sizes[file], deliverySetup: deliverySetup.value };
    return { ...request, delivery: planDelivery({ ...request, model, pastedUrl: links[file] }) };
  });
  const startable = canStart(model, keys.value, {
    deliverySetup: deliverySetup.value,
    files: files.map(({ delivery }) => delivery),
  });
  if (!startable.ok) return startable;
  const records = files.map(expectedTransferRecord).filter((record) => record !== null);
  return ok([...records, resultTransferRecord(model)]);
};

const fileNames: Record<TransferRecord['file'], string> = {
  image: 'image',
  video: 'video',
  result: 'result',
};

const deliveryText = ({ via, host }: TransferRecord): string => {
  switch (via) {
    case 'this-computer':
      return 'stays on this computer';
    case 'inside-request':
      return 'sent inline';
    case 'fal-storage':
      return `uploaded to fal storage${host === null ? '' : ` (${host})`}`;
    case 'bucket':
      return `uploaded to your bucket${host === null ? '' : ` (${host})`}`;
    case 'pasted-link':
      return `read from your own URL${host === null ? '' : ` (${host})`}`;
    case 'provider':
      return `hosted by the provider${host === null ? '' : ` (${host})`}`;
    default:
      return assertNever(via);
  }
};

const readerText: Record<TransferRecord['readableBy'], string> = {
  'only-you': 'visible to you only',
  provider: 'visible to the provider only',
  'anyone-with-the-link': 'visible to anyone with the link',
};

const expiryText = ({ readableBy, until, keptSec, isDeletedAfterwards }: TransferRecord): string => {
  if (readableBy === 'only-you') return '';
  if (isDeletedAfterwards) return ', deleted after the generation';
  if (until !== null) return `, until ${until}`;
  if (keptSec === null) return ', link expiry unknown';
  return keptSec >= 2 * 86_400
    ? `, for ${Math.round(keptSec / 86_400)} days`
    : `, for ${Math.round(keptSec / 3600)} h`;
};

export const transferRecordSentence = (transferRecord: TransferRecord): string =>
  `  ${fileNames[transferRecord.file]}: ${deliveryText(transferRecord)}; ${readerText[transferRecord.readableBy]}${expiryText(transferRecord)}`;
