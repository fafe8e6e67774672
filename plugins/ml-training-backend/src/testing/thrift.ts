/** Values of Thrift's compact protocol, as far as Parquet's metadata needs them. */
export type Thrift =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly struct: Readonly<Record<number, Thrift>> };

/** A struct in bytes: for Parquet files that no writer would write. */
export function thriftBytes(fields: Readonly<Record<number, Thrift>>): Buffer {
  let before = 0;
  const parts = Object.entries(fields).map(([key, value]) => {
    const field = Number(key);
    const head = Buffer.from([((field - before) << 4) | typeOf(value)]);
    before = field;
    return Buffer.concat([head, bytesOf(value)]);
  });
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function typeOf(value: Thrift): number {
  if ('i32' in value) return 5;
  if ('i64' in value) return 6;
  if ('text' in value) return 8;
  return 'list' in value ? 9 : 12;
}

function bytesOf(value: Thrift): Buffer {
  if ('i32' in value) return varInt(zigZag(value.i32));
  if ('i64' in value) return varInt(zigZag(value.i64));
  if ('struct' in value) return thriftBytes(value.struct);
  if ('text' in value) {
    const text = Buffer.from(value.text);
    return Buffer.concat([varInt(BigInt(text.length)), text]);
  }
  const { list } = value;
  const type = list.length > 0 ? typeOf(list[0]) : 12;
  return Buffer.concat([
    Buffer.from([0xf0 | type]),
    varInt(BigInt(list.length)),
    ...list.map(bytesOf),
  ]);
}

function zigZag(value: number): bigint {
  return value < 0 ? BigInt(-value) * 2n - 1n : BigInt(value) * 2n;
}

export function varInt(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest > 127n ? 0x80 : 0;
    bytes.push(Number(rest & 127n) | more);
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}
