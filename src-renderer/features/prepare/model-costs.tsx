/** Every model's price for the same video, cheapest first, with a button to select the model. */
import { Scale } from 'lucide-react';
import { useMemo } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type CostRow, costOf, rankCosts } from '#contract/rules/cost-table.ts';
import { costMessages } from '../../messages/costs.ts';
import { fittingImage } from '../../state/fitting-files.ts';
import { bestPartOf, selectImage, selectVideo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import table from './fit-matrix.module.css';
import { ModelCostsRow, type ModelCostsRowProps } from './model-costs-row.tsx';
import { TableDialog } from './table-dialog.tsx';

/** Empty without a video, on whose length the cost depends. A missing image is replaced by a placeholder. */
const modelCostRows = (state: AppState): readonly CostRow[] => {
  const { mirror, draft } = state;
  const image = selectImage(state)?.facts;
  const video = selectVideo(state)?.facts;
  if (video === undefined) return [];
  const { orientation, prompt, negativePrompt, keepAudio, framing } = draft;
  return rankCosts(
    mirror.models.map((model) => {
      const trim = draft.trim ?? bestPartOf(mirror, { ...draft, modelId: model.id });
      return costOf({
        model,
        image: image ?? fittingImage(model),
        video,
        choices: { orientation, trim, prompt, negativePrompt, keepAudio, framing },
      });
    }),
  );
};

type TableProps = Pick<ModelCostsRowProps, 'here'> & {
  readonly model: ModelSpec;
  readonly onChosen: () => void;
};

const Table = ({ model, onChosen, here }: TableProps) => {
  const { actions, store } = useApp();
  const messages = costMessages[useMessages().language].table;
  const draft = useAppState((state) => state.draft);
  const models = useAppState((state) => state.mirror.models);
  const scans = useAppState((state) => state.mirror.scans);
  const rows = useMemo(() => {
    const state = store.getState();
    return modelCostRows({ ...state, draft, mirror: { ...state.mirror, models, scans } });
  }, [store, draft, models, scans]);
  const isAllKnown = rows.every(({ verdict, estimate }) => verdict === 'impossible' || 'micros' in estimate);
  const choose = (row: CostRow) => {
    actions.change({ modelId: row.model.id });
    onChosen();
  };
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{messages.model}</th>
            <th scope="col">{messages.fit}</th>
            <th scope="col" className={table.figure}>
              {messages.length}
            </th>
            <th scope="col" className={table.figure}>
              {messages.unitPrice}
            </th>
            <th scope="col" className={table.figure}>
              {messages.cost}
            </th>
            <th scope="col">{messages.note}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ModelCostsRow
              key={row.model.id}
              row={row}
              isChosen={row.model.id === model.id}
              isAllKnown={isAllKnown}
              onChoose={choose}
              here={here}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** `model`: the selected one. */
export const ModelCosts = ({ model }: { readonly model: ModelSpec }) => {
  const { language } = useMessages();
  return (
    <TableDialog messages={costMessages[language].table} icon={<Scale size={14} aria-hidden="true" />}>
      {({ close, here }) => <Table model={model} onChosen={close} here={here} />}
    </TableDialog>
  );
};
