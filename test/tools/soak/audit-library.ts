/** Checks that the library on disk, its catalogue and the expected marks agree. Pure. */
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { unmarked } from './expected-marks.ts';
import type { Facts } from './facts.ts';
import type { Kept } from './library-on-disk.ts';

const isSame = (one: Marks, other: Marks): boolean => JSON.stringify(one) === JSON.stringify(other);

const checkFolders = ({ disk, ledger, deleted }: Facts): readonly string[] => {
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
    ...disk.kept.filter((kept) => !isRun(kept)).map(({ folder }) => `no accepted run made ${folder}`),
    ...disk.kept.filter((kept) => !isOfJob(kept)).map(({ folder }) => `no finished job names ${folder}`),
    ...disk.kept.filter(isGone).map(({ folder }) => `${folder} was deleted permanently and still exists`),
    ...(JSON.stringify(folders) === JSON.stringify(catalogued)
      ? []
      : [`the catalogue lists ${catalogued.length} folders, the library has ${folders.length}`]),
  ];
};

/** The marks in the folder equal those in the catalogue and the last ones set. */
const checkMarks = ({ disk, expectedMarks }: Facts): readonly string[] =>
  disk.kept.flatMap(({ folder, item, marks }) => {
    const listed = disk.catalogued.find((one) => one.folder === folder)?.marks ?? noMarks;
    if (marks === null) return [`${folder}: marks.json is malformed`];
    const { notes, isInTrash } = (item === null ? undefined : expectedMarks.get(item.id)) ?? unmarked;
    return [
      ...(isSame(marks, listed)
        ? []
        : [`${folder} has ${JSON.stringify(marks)}, the catalogue ${JSON.stringify(listed)}`]),
      ...(notes.includes(listed.notes)
        ? []
        : [
            `the notes of ${folder} should be "${notes.join('" or "')}", the catalogue has "${listed.notes}"`,
          ]),
      ...(isInTrash.includes(listed.removedAt !== null)
        ? []
        : [`${folder} is unexpectedly ${listed.removedAt === null ? 'not ' : ''}in the trash`]),
    ];
  });

export const checkLibrary = (facts: Facts): readonly string[] => [
  ...checkFolders(facts),
  ...checkMarks(facts),
];
