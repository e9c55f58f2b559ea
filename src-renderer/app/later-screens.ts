/** Screens whose script is loaded after the first paint, so that the Studio is shown sooner. */
import { lazy } from 'react';

const loadBatch = () => import('../features/batch/batch-screen.tsx');
const loadLibrary = () => import('../features/library/library-screen.tsx');
const loadCompare = () => import('../features/compare/compare-screen.tsx');
const loadSettings = () => import('../features/settings/settings-screen.tsx');

export const BatchScreen = lazy(async () => ({ default: (await loadBatch()).BatchScreen }));
export const LibraryScreen = lazy(async () => ({ default: (await loadLibrary()).LibraryScreen }));
export const CompareScreen = lazy(async () => ({ default: (await loadCompare()).CompareScreen }));
export const SettingsScreen = lazy(async () => ({ default: (await loadSettings()).SettingsScreen }));

/** Loads every screen. A script that cannot be loaded is requested again when its screen is opened. */
export const loadScreens = (): Promise<unknown> =>
  Promise.allSettled([loadBatch(), loadLibrary(), loadCompare(), loadSettings()]);
