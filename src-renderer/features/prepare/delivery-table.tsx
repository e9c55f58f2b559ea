/** The transfer record before the run: each file with size, delivery, who stores it, who can read it and until when. */

import { assertNever } from '#contract/assert-never.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { TransferRecord } from '#contract/model/delivery.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { DeliveryMessages } from '../../messages/en/delivery.ts';
import { createFigures } from '../../messages/figures.ts';
import type { FileDelivery, JobDelivery } from '../../state/delivery.ts';
import { useMessages } from '../../state/use-app.ts';
import styles from './where-files-go.module.css';

const nothing = '\u2013';

type Names = { readonly messages: DeliveryMessages; readonly provider: string };

const hostOf = ({ via, host }: TransferRecord, { messages, provider }: Names): string => {
  if (host !== null) return host;
  switch (via) {
    case 'this-computer':
      return messages.table.thisComputer;
    case 'inside-request':
    case 'provider':
      return provider;
    case 'fal-storage':
      return providerNames.fal;
    case 'bucket':
    case 'pasted-link':
      return nothing;
    default:
      return assertNever(via);
  }
};

const untilOf = (transferRecord: TransferRecord, { messages, provider }: Names): string => {
  const { via, keptSec, isDeletedAfterwards } = transferRecord;
  const kept = keptSec === null ? null : messages.lasting(keptSec);
  if (kept !== null) return isDeletedAfterwards ? messages.table.deleted(kept) : kept;
  if (via === 'this-computer') return messages.table.withYou;
  return via === 'pasted-link' ? messages.table.ownLink : messages.table.notStated(provider);
};

type RowProps = {
  readonly file: TransferRecord['file'];
  readonly transferRecord: TransferRecord | null;
  readonly size: string;
  /** Where the retention period was read. */
  readonly origin?: string | undefined;
  readonly names: Names;
};

const Row = ({ file, transferRecord, size, origin, names }: RowProps) => {
  const { table } = names.messages;
  return (
    <tr>
      <th scope="row">{table.files[file]}</th>
      <td className={styles.figure}>{size}</td>
      {transferRecord === null ? (
        <td colSpan={4} className={styles.noWay}>
          {table.noDeliveryMethod}
        </td>
      ) : (
        <>
          <td>{table.vias[transferRecord.via]}</td>
          <td className={styles.host}>{hostOf(transferRecord, names)}</td>
          <td>{table.readers[transferRecord.readableBy](names.provider)}</td>
          <td>
            {untilOf(transferRecord, names)}
            {origin === undefined ? null : <div className="hint">{origin}</div>}
          </td>
        </>
      )}
    </tr>
  );
};

type DeliveryTableProps = { readonly model: ModelSpec; readonly delivery: JobDelivery };

export const DeliveryTable = ({ model, delivery }: DeliveryTableProps) => {
  const { language, delivery: messages } = useMessages();
  const { bytes, day } = createFigures(language);
  const names = { messages, provider: providerNames[model.provider] };
  const { table } = messages;
  const sizeOf = ({ transferRecord, isSizeExact }: FileDelivery): string => {
    if (!transferRecord || transferRecord.sizeBytes === null) return nothing;
    const size = bytes(transferRecord.sizeBytes);
    return isSizeExact ? size : table.atMost(size);
  };
  const { keptSec, source, asOf } = model.resultLink;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{table.file}</th>
            <th scope="col">{table.size}</th>
            <th scope="col">{table.via}</th>
            <th scope="col">{table.host}</th>
            <th scope="col">{table.readableBy}</th>
            <th scope="col">{table.until}</th>
          </tr>
        </thead>
        <tbody>
          {(['image', 'video'] as const).map((file) => {
            const one = delivery[file];
            return one ? (
              <Row
                key={file}
                file={file}
                transferRecord={one.transferRecord}
                size={sizeOf(one)}
                names={names}
              />
            ) : null;
          })}
          <Row
            file="result"
            transferRecord={delivery.result}
            size={table.notYet}
            origin={keptSec === null ? undefined : table.from(source, day(asOf))}
            names={names}
          />
        </tbody>
      </table>
    </div>
  );
};
