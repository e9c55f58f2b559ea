/**
 * Compile-time comparison of the stand-in with `electron.d.ts`, by `tsc -p test/e2e`: a member that both have accepts the
 * parameters that Electron accepts, and returns what Electron returns or a part of it. The error names the member.
 * The listeners of events are not compared: the stand-in checks their names at run time.
 */
import type { EventEmitter } from 'node:events';
import type { WebContents } from './contents.ts';
import type * as standIn from './electron.ts';
import type { Frame } from './ipc.ts';
import type { Image } from './menu.ts';
import type { DownloadItem } from './session.ts';

type AnyFunction = (...args: never[]) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: only `any` matches the constructors of all classes
type AnyClass = abstract new (...args: any[]) => unknown;
type DefaultSession = typeof standIn.session.defaultSession;

/** Electron's type with its classes replaced by those of the stand-in. */
type Carried<T> = T extends Electron.BrowserWindow
  ? standIn.BrowserWindow
  : T extends Electron.WebContents
    ? WebContents
    : T extends Electron.WebFrameMain
      ? Frame
      : T extends Electron.Session
        ? DefaultSession
        : T extends Electron.Menu
          ? standIn.Menu
          : T extends Electron.MenuItem
            ? standIn.MenuItem
            : T extends Electron.NativeImage
              ? Image
              : T extends Promise<infer Value>
                ? Promise<Carried<Value>>
                : T extends readonly unknown[]
                  ? { [Index in keyof T]: Carried<T[Index]> }
                  : T;

/** Whether a function of the stand-in can be called with all that Electron's can be called with. */
type AcceptsAll<Own extends readonly unknown[], Theirs extends readonly unknown[]> = ((
  ...args: Own
) => void) extends (...args: Theirs) => void
  ? true
  : false;

type FunctionMismatch<Own extends AnyFunction, Theirs extends AnyFunction, Path extends string> =
  | (AcceptsAll<Parameters<Own>, Carried<Parameters<Theirs>>> extends true ? never : `${Path}: parameters`)
  // A caller does not read the result of a function without one.
  | (ReturnType<Theirs> extends void ? never : Mismatch<ReturnType<Own>, ReturnType<Theirs>, `${Path}()`>);

type ObjectMismatch<Own, Theirs, Path extends string> = {
  [Key in Exclude<keyof Own & keyof Theirs & string, keyof EventEmitter | 'prototype'>]: Mismatch<
    Own[Key],
    Theirs[Key],
    `${Path}.${Key}`
  >;
}[Exclude<keyof Own & keyof Theirs & string, keyof EventEmitter | 'prototype'>];

/** The members that differ, as a union of their names; never: none. */
type Mismatch<Own, Theirs, Path extends string> = [Own] extends [Carried<Theirs>]
  ? // A method is compared by its parameters as well: the compiler compares those of methods in both directions.
    Own extends AnyFunction
    ? Theirs extends AnyFunction
      ? FunctionMismatch<Own, Theirs, Path>
      : never
    : never
  : Own extends AnyFunction
    ? Theirs extends AnyFunction
      ? FunctionMismatch<Own, Theirs, Path>
      : Path
    : Own extends Promise<infer OwnValue>
      ? Theirs extends Promise<infer TheirValue>
        ? Mismatch<OwnValue, TheirValue, Path>
        : Path
      : Own extends readonly (infer OwnItem)[]
        ? Theirs extends readonly (infer TheirItem)[]
          ? Mismatch<OwnItem, TheirItem, Path>
          : Path
        : Own extends object
          ? NonNullable<Theirs> extends object
            ? ObjectMismatch<Own, NonNullable<Theirs>, Path>
            : Path
          : Own extends Theirs
            ? never
            : Path;

/** Of a class: its constructor, its static members and its instances. */
type ClassMismatch<Own extends AnyClass, Theirs extends AnyClass, Path extends string> =
  | (AcceptsAll<ConstructorParameters<Own>, Carried<ConstructorParameters<Theirs>>> extends true
      ? never
      : `new ${Path}: parameters`)
  | ObjectMismatch<Own, Theirs, Path>
  | ObjectMismatch<InstanceType<Own>, InstanceType<Theirs>, Path>;

type None<Found extends never> = Found;

export type Conformance = [
  None<ObjectMismatch<typeof standIn.app, Electron.App, 'app'>>,
  None<ClassMismatch<typeof standIn.BrowserWindow, typeof Electron.BrowserWindow, 'BrowserWindow'>>,
  None<ObjectMismatch<WebContents, Electron.WebContents, 'webContents'>>,
  None<ObjectMismatch<Frame, Electron.WebFrameMain, 'webFrameMain'>>,
  None<ObjectMismatch<typeof standIn.clipboard, Electron.Clipboard, 'clipboard'>>,
  None<ObjectMismatch<typeof standIn.dialog, Electron.Dialog, 'dialog'>>,
  None<ObjectMismatch<typeof standIn.ipcMain, Electron.IpcMain, 'ipcMain'>>,
  None<ClassMismatch<typeof standIn.Menu, typeof Electron.Menu, 'Menu'>>,
  None<ClassMismatch<typeof standIn.MenuItem, typeof Electron.MenuItem, 'MenuItem'>>,
  None<ClassMismatch<typeof standIn.Notification, typeof Electron.Notification, 'Notification'>>,
  None<ObjectMismatch<typeof standIn.nativeImage, typeof Electron.nativeImage, 'nativeImage'>>,
  None<ObjectMismatch<Image, Electron.NativeImage, 'NativeImage'>>,
  None<ObjectMismatch<typeof standIn.nativeTheme, Electron.NativeTheme, 'nativeTheme'>>,
  None<ObjectMismatch<typeof standIn.powerMonitor, Electron.PowerMonitor, 'powerMonitor'>>,
  None<ObjectMismatch<typeof standIn.powerSaveBlocker, Electron.PowerSaveBlocker, 'powerSaveBlocker'>>,
  None<ObjectMismatch<typeof standIn.protocol, Electron.Protocol, 'protocol'>>,
  None<ObjectMismatch<typeof standIn.safeStorage, Electron.SafeStorage, 'safeStorage'>>,
  None<ObjectMismatch<typeof standIn.screen, Electron.Screen, 'screen'>>,
  None<ObjectMismatch<DownloadItem, Electron.DownloadItem, 'DownloadItem'>>,
  None<ObjectMismatch<DefaultSession, Electron.Session, 'session'>>,
  None<ObjectMismatch<typeof standIn.shell, Electron.Shell, 'shell'>>,
  None<ClassMismatch<typeof standIn.Tray, typeof Electron.Tray, 'Tray'>>,
  None<ObjectMismatch<typeof standIn.utilityProcess, typeof Electron.utilityProcess, 'utilityProcess'>>,
];
