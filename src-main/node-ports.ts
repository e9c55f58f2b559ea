/** The host ports of a plain Node process: the terminal and browser mode run on these. */
import type { About } from '#contract/model/settings.ts';
import { createFilePorts } from './file-ports.ts';
import type { Ports } from './ports.ts';
import { createConfStore } from './settings/conf-store.ts';

export const createNodePorts = (host: About['host'], environment: Ports['environment']): Ports => {
  const ports = createFilePorts(host, environment);
  return { ...ports, settingsStore: createConfStore(ports.dataFolder, ports.log) };
};
