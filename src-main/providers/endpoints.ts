/** Base addresses of a provider, with overrides for a proxy or a stand-in. */
import { endpointOf } from '../net/addresses.ts';
import type { Ports } from '../ports.ts';
import type { Endpoint } from './protocol.ts';

/** The error names the variable, because it is read when the program starts. Throws on an unsafe override. */
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
  const names = Object.keys(endpoints) as Names[]; // Object.keys loses the type of the names.
  return Object.fromEntries(names.map((name) => [name, endpoint(endpoints[name], environment)])) as Record<
    Names,
    URL
  >; // Object.fromEntries does not know that every name is present.
};
