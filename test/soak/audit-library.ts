/** Whether the library on the disk, its catalogue, and what a person has said of its items are one. Pure. */
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { noWords } from './expected-marks.ts';
import type { Facts } from './facts.ts';
import type { Kept } from './library-on-disk.ts';

const isSame = (one: Marks, other: Marks): boolean => JSON.stringify(one) === JSON.stringify(other);

const judgeFolders = ({ disk, ledger, deleted }: Facts): readonly string[] => {
  const isRun = ({ item }: Kept) =>
    ledger.accepted.some(
      ({ videoSha256 }) => videoSha256 !== null && videoSha256 === item?.result.facts.sha256,
    );
  const isOfJob = ({ item }: Kept) =>
    disk.records.some(
      ({ id, state }) => id === item?.jobId && state.kind === 'done' && state.itemId === item.id,
    );
  const isGone = ({ item }: Kept) => deleted.some((one) => one.isSure && one.item.id === item?.id);
  const folders = disk.kept.map(({ folder }) => folder).sort();
  const catalogued = disk.catalogued.map(({ folder }) => folder).sort();
  return [
    ...disk.kept.flatMap(({ flaws }) => flaws),
    ...disk.kept.filter((kept) => !isRun(kept)).map(({ folder }) => `nobody made ${folder}`),
    ...disk.kept.filter((kept) => !isOfJob(kept)).map(({ folder }) => `no finished job names ${folder}`),
    ...disk.kept.filter(isGone).map(({ folder }) => `${folder} was deleted for ever and is there`),
    ...(JSON.stringify(folders) === JSON.stringify(catalogued)
      ? []
      : [`the catalogue names ${catalogued.length} folders, the library has ${folders.length}`]),
  ];
};

/** What the folder says is what the catalogue says, and is what a person said last. */
const judgeMarks = ({ disk, words }: Facts): readonly string[] =>
  disk.kept.flatMap(({ folder, item, marks }) => {
    const listed = disk.catalogued.find((one) => one.folder === folder)?.marks ?? noMarks;
    if (marks === null) return [`${folder}: marks.json makes no sense`];
    const { notes, isInTrash } = (item === null ? undefined : words.get(item.id)) ?? noWords;
    return [
      ...(isSame(marks, listed)
        ? []
        : [`${folder} says ${JSON.stringify(marks)}, the catalogue ${JSON.stringify(listed)}`]),
      ...(notes.includes(listed.notes)
        ? []
        : [`of ${folder} "${notes.join('" or "')}" was said, and the list says "${listed.notes}"`]),
      ...(isInTrash.includes(listed.removedAt !== null)
        ? []
        : [`${folder} is ${listed.removedAt === null ? 'not ' : ''}in the trash, against what was said`]),
    ];
  });

export const judgeLibrary = (facts: Facts): readonly string[] => [
  ...judgeFolders(facts),
  ...judgeMarks(facts),
];
