/** Menus, tray, notifications and images: recorded, and operated by the test. */
import { existsSync } from 'node:fs';
import { onRequest, record } from './control.ts';
import { checkOptions, StrictEmitter, strict } from './strict.ts';

type ItemOptions = Electron.MenuItemConstructorOptions;
type Shown = { label: string; role?: string; accelerator?: string; enabled: boolean; submenu?: Shown[] };

const itemOptions = [
  ...['click', 'role', 'type', 'label', 'sublabel', 'toolTip', 'accelerator', 'icon', 'enabled', 'visible'],
  ...['checked', 'registerAccelerator', 'submenu', 'id', 'acceleratorWorksWhenHidden'],
] as const;

export class MenuItem {
  readonly options: ItemOptions;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  constructor(options: ItemOptions) {
    checkOptions('MenuItem', options, itemOptions);
    if (options.label === undefined && options.role === undefined && options.type !== 'separator')
      throw new Error('Either label, role or type must be set');
    this.options = options;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined;
  }
  get id(): string {
    return this.options.id ?? '';
  }
  get label(): string {
    return this.options.label ?? this.options.role ?? '';
  }
  /** What a test reads of it. */
  shown(): Shown {
    const { role, accelerator } = this.options;
    return {
      label: this.label,
      enabled: this.enabled,
      ...(role === undefined ? {} : { role }),
      ...(accelerator ? { accelerator: String(accelerator) } : {}),
      ...(this.submenu === undefined ? {} : { submenu: this.submenu.shown() }),
    };
  }
}

let applicationMenu: Menu | null = null;
let lastPopup: Menu | null = null;

export class Menu {
  readonly items: MenuItem[] = [];
  static buildFromTemplate(template: (ItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    menu.items.push(...template.map((one) => (one instanceof MenuItem ? one : new MenuItem(one))));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null) {
    applicationMenu = menu;
    record('menu', { items: menu?.shown() ?? null });
  }
  static getApplicationMenu() {
    return applicationMenu;
  }
  append(item: MenuItem) {
    this.items.push(item);
  }
  popup() {
    lastPopup = this;
    record('popup', { items: this.shown() });
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
  shown(): Shown[] {
    return this.items.filter(({ visible }) => visible).map((item) => item.shown());
  }
}

const trays: Tray[] = [];

/** `labels`: from the bar to the command. A disabled or hidden item cannot be clicked. */
onRequest('click-menu', ({ labels, menu: which }) => {
  const menus = { application: applicationMenu, popup: lastPopup, tray: trays.at(-1)?.menu ?? null };
  let items = menus[which as keyof typeof menus]?.items ?? [];
  let item: MenuItem | undefined;
  for (const label of labels as string[]) {
    item = items.find((one) => one.visible && one.label === label);
    items = item?.submenu?.items ?? [];
  }
  if (item === undefined) throw new Error(`The menu has no ${(labels as string[]).join(' > ')}`);
  if (!item.enabled) throw new Error(`${item.label} is disabled`);
  // The items and events that a click passes are those of Electron's typing.
  item.options.click?.(item as never, undefined, {} as never);
});

export class Tray extends StrictEmitter {
  menu: Menu | null = null;
  constructor(image: unknown) {
    super('Tray', ['click', 'double-click', 'right-click']);
    record('tray', { hasImage: Boolean(image) });
    trays.push(this);
  }
  setToolTip(text: string) {
    record('tray-text', { text });
  }
  setContextMenu(menu: Menu | null) {
    this.menu = menu;
    record('tray-menu', { items: menu?.shown() ?? null });
  }
  setImage() {
    record('tray-image');
  }
  isDestroyed() {
    return !trays.includes(this);
  }
  destroy() {
    trays.splice(trays.indexOf(this), 1);
    record('tray-destroyed');
  }
}
onRequest('click-tray', () => trays.at(-1)?.emit('click', {}));

const notifications: Notification[] = [];

export class Notification extends StrictEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  static isSupported() {
    return true;
  }
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'failed', 'reply', 'action']);
    checkOptions('Notification', options, [
      ...[
        'title',
        'subtitle',
        'body',
        'silent',
        'icon',
        'urgency',
        'timeoutType',
        'id',
        'groupId',
        'actions',
      ],
    ]);
    this.options = options;
    notifications.push(this);
  }
  show() {
    const { title, body } = this.options;
    record('notification', { title, body });
    this.emit('show', {});
  }
  close() {
    this.emit('close', {});
  }
}
onRequest('click-notification', ({ index }) => notifications.at(Number(index ?? -1))?.emit('click', {}));

export type Image = { path: string; isEmpty: () => boolean; resize: () => Image; toPNG: () => Buffer };
const image = (path: string): Image =>
  strict('NativeImage', {
    path,
    isEmpty: () => !existsSync(path),
    resize: () => image(path),
    toPNG: () => Buffer.alloc(0),
    setTemplateImage: () => undefined,
  });
export const nativeImage = strict('nativeImage', {
  createFromPath: image,
  createFromBuffer: (_png: Buffer, _options?: object) => image(''),
  createEmpty: () => image(''),
});
