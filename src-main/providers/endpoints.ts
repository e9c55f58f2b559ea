/** Where a provider is, with overrides for a proxy or a stand-in. */
import { endpointOf } from '../net/addresses.ts';
import type { Ports } from '../ports.ts';
import type { Endpoint } from './protocol.ts';

/** Says which variable is wrong: it is read when the program starts, far from any screen. Throws. */
const endpoint = ({ standard, variable }: Endpoint, environment: Ports['environment']): URL => {
  try {
    return endpointOf(environment[variable], standard);
  } catch (cause) {
    throw new Error(`${variable} must be an https address, or an http one of this computer.`, { cause });
  }
};

/** Throws on an override that is not safe. */
export const endpointsOf = <Names extends string>(
  endpoints: Readonly<Record<Names, Endpoint>>,
  environment: Ports['environment'],
): Readonly<Record<Names, URL>> => {
  const names = Object.keys(endpoints) as Names[]; // Object.keys forgets the names' type.
  return Object.fromEntries(names.map((name) => [name, endpoint(endpoints[name], environment)])) as Record<
    Names,
    URL
  >; // and fromEntries that they are all there.
};
