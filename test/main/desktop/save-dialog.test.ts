import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { messagesIn } from '#main/desktop/messages-in.ts';
import { createSaveFolder, saveDialog } from '#main/desktop/save-dialog.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const folder = resolve('/films');
const en = messagesIn.en.commands;
const es = messagesIn.es.commands;
const all = { name: 'All files', extensions: ['*'] };

test.each([
  ['dance.mp4', [{ name: 'Videos', extensions: ['mp4'] }, all]],
  ['hero.PNG', [{ name: 'Images', extensions: ['png'] }, all]],
  ['results.zip', [{ name: 'Zip files', extensions: ['zip'] }, all]],
  ['results', [all]],
  ['notes.txt', [all]],
])('proposes %s with a filter of its kind', (fileName, filters) => {
  expect(saveDialog({ fileName, folder }, en)).toEqual({
    title: 'Save As',
    defaultPath: join(folder, fileName),
    filters,
  });
});

test('is in the language of the program', () => {
  expect(saveDialog({ fileName: 'a.mp4', folder }, es)).toMatchObject({
    title: 'Guardar como',
    filters: [{ name: 'Vídeos' }, { name: 'Todos los archivos' }],
  });
});

test('never leaves the folder by the name of a file', () => {
  expect(saveDialog({ fileName: '../../a.mp4', folder }, en).defaultPath).toBe(join(folder, 'a.mp4'));
});

test('remembers the folder of the last saved file after a restart, while it exists', () => {
  const deps = { dataFolder: tempFolder(), log: createTestLog() };
  const chosen = join(tempFolder(), 'chosen');
  mkdirSync(chosen);
  expect(createSaveFolder(deps).current('/downloads')).toBe('/downloads');
  createSaveFolder(deps).saved(join(chosen, 'a.mp4'));
  expect(createSaveFolder(deps).current('/downloads')).toBe(chosen);
  rmSync(chosen, { recursive: true });
  expect(createSaveFolder(deps).current('/downloads')).toBe('/downloads');
});

test.each(['{"folder":"relative"}', '{"folder":1}', 'no json'])('ignores the stored %s', (text) => {
  const dataFolder = tempFolder();
  writeFileSync(join(dataFolder, 'save-folder.json'), text);
  expect(createSaveFolder({ dataFolder, log: createTestLog() }).current('/downloads')).toBe('/downloads');
});
