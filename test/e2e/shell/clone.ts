/**
 * Values of ipc as text, with the rules of structured clone: typed arrays, dates, maps, sets, errors and cycles pass,
 * functions and DOM nodes do not. https://www.electronjs.org/docs/latest/api/ipc-renderer#ipcrendererinvokechannel-args
 */

type Codec = { readonly encode: (value: unknown) => string; readonly decode: (text: string) => unknown };

/** Also injected into the page as its source: uses nothing outside itself but the two parameters. */
export const createCodec = (
  toBase64: (bytes: Uint8Array) => string,
  fromBase64: (text: string) => Uint8Array,
): Codec => {
  type Node = readonly [kind: string, ...rest: unknown[]];
  const tagOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1);
  const arrays: Record<string, (buffer: ArrayBuffer) => unknown> = {
    ArrayBuffer: (buffer) => buffer,
    Uint8Array: (buffer) => new Uint8Array(buffer),
    Uint8ClampedArray: (buffer) => new Uint8ClampedArray(buffer),
    Int8Array: (buffer) => new Int8Array(buffer),
    Uint16Array: (buffer) => new Uint16Array(buffer),
    Int16Array: (buffer) => new Int16Array(buffer),
    Uint32Array: (buffer) => new Uint32Array(buffer),
    Int32Array: (buffer) => new Int32Array(buffer),
    Float32Array: (buffer) => new Float32Array(buffer),
    Float64Array: (buffer) => new Float64Array(buffer),
    DataView: (buffer) => new DataView(buffer),
  };
  const encode = (whole: unknown): string => {
    const ids = new Map<unknown, number>();
    const table: (Node | null)[] = [];
    const describe = (value: object): Node => {
      const tag = tagOf(value);
      if (Array.isArray(value)) return ['array', value.map(put)];
      if (tag === 'ArrayBuffer') return ['bytes', tag, toBase64(new Uint8Array(value as ArrayBuffer))];
      if (ArrayBuffer.isView(value))
        return ['bytes', tag, toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
      if (value instanceof Date) return ['date', value.getTime()];
      if (value instanceof RegExp) return ['regexp', value.source, value.flags];
      if (value instanceof Map) return ['map', [...value].map(([key, one]) => [put(key), put(one)])];
      if (value instanceof Set) return ['set', [...value].map(put)];
      if (value instanceof Error) return ['error', value.name, value.message, value.stack];
      // Class instances lose their prototype; objects of the browser (File, Element) have a tag of their own.
      if (tag !== 'Object') throw new Error('An object could not be cloned.');
      return ['object', Object.entries(value).map(([key, one]) => [key, put(one)])];
    };
    const put = (value: unknown): Node => {
      if (value === undefined) return ['undefined'];
      if (typeof value === 'bigint') return ['bigint', String(value)];
      if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
        return ['number', Object.is(value, -0) ? '-0' : String(value)];
      if (typeof value === 'function' || typeof value === 'symbol')
        throw new Error('An object could not be cloned.');
      if (value === null || typeof value !== 'object') return ['value', value];
      const known = ids.get(value);
      if (known !== undefined) return ['at', known];
      const id = table.length;
      ids.set(value, id);
      table.push(null);
      table[id] = describe(value);
      return ['at', id];
    };
    return JSON.stringify({ root: put(whole), table });
  };
  const decode = (text: string): unknown => {
    const { root, table }: { root: Node; table: Node[] } = JSON.parse(text);
    const made = new Map<number, unknown>();
    const build = (id: number): unknown => {
      const [kind, first, second, third] = table[id] ?? [''];
      // Shapes written by `encode` above.
      const keep = <T>(value: T): T => {
        made.set(id, value);
        return value;
      };
      if (kind === 'array') {
        const list: unknown[] = keep([]);
        for (const node of first as Node[]) list.push(take(node));
        return list;
      }
      if (kind === 'object') {
        const object: Record<string, unknown> = keep({});
        for (const [key, node] of first as [string, Node][])
          Object.defineProperty(object, key, {
            value: take(node),
            enumerable: true,
            writable: true,
            configurable: true,
          });
        return object;
      }
      if (kind === 'map') {
        const map = keep(new Map());
        for (const [key, node] of first as [Node, Node][]) map.set(take(key), take(node));
        return map;
      }
      if (kind === 'set') {
        const set = keep(new Set());
        for (const node of first as Node[]) set.add(take(node));
        return set;
      }
      if (kind === 'bytes') {
        const bytes = fromBase64(String(second));
        return keep(arrays[String(first)]?.(bytes.slice().buffer as ArrayBuffer));
      }
      if (kind === 'date') return keep(new Date(first as number));
      if (kind === 'regexp') return keep(new RegExp(String(first), String(second)));
      const error = new Error(String(second));
      Object.assign(error, { name: first, stack: third });
      return keep(error);
    };
    const take = ([kind, value]: Node): unknown => {
      if (kind === 'undefined') return undefined;
      if (kind === 'bigint') return BigInt(String(value));
      if (kind === 'number') return Number(value);
      if (kind === 'value') return value;
      const id = value as number;
      return made.has(id) ? made.get(id) : build(id);
    };
    return take(root);
  };
  return { encode, decode };
};

/** The same in the program's own process. */
export const codec = createCodec(
  (bytes) => Buffer.from(bytes).toString('base64'),
  (text) => Buffer.from(text, 'base64'),
);
