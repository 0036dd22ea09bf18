// CBOR (RFC 8949), only what permits use and only in its canonical spelling: anything else throws.
const LARGEST = Number.MAX_SAFE_INTEGER;

export function decode(bytes) {
  const reader = { bytes, at: 0, depth: 0 };
  const value = item(reader);
  if (reader.at !== bytes.length) throw new Error("something follows");
  return value;
}

function item(reader) {
  if (++reader.depth > 16) throw new Error("too deep");
  const start = reader.at;
  const [kind, size] = head(reader);
  const value = KINDS[kind](reader, size, start);
  reader.depth -= 1;
  return value;
}

function head(reader) {
  const first = take(reader, 1)[0];
  const kind = first >> 5,
    short = first & 31;
  if (kind === 7) return [kind, short];
  if (short < 24) return [kind, short];
  if (short > 27) throw new Error("not canonical");
  const size = take(reader, 2 ** (short - 24)).reduce((sum, byte) => sum * 256 + byte, 0);
  const least = [24, 256, 65536, 4294967296][short - 24];
  if (size < least || size > LARGEST) throw new Error("not canonical");
  return [kind, size];
}

function take(reader, count) {
  if (reader.at + count > reader.bytes.length) throw new Error("too short");
  reader.at += count;
  return reader.bytes.subarray(reader.at - count, reader.at);
}

function map(reader, size) {
  const out = new Map();
  let before = null;
  for (let n = 0; n < size; n += 1) {
    const start = reader.at;
    const key = item(reader);
    const spelled = reader.bytes.subarray(start, reader.at);
    if (before && order(before, spelled) >= 0) throw new Error("keys out of order");
    before = spelled;
    out.set(key, item(reader));
  }
  return out;
}

function order(one, other) {
  // As CTAP2 sorts: by the first byte, then by length, then byte by byte.
  if (one[0] !== other[0]) return one[0] - other[0];
  if (one.length !== other.length) return one.length - other.length;
  for (let n = 0; n < one.length; n += 1) if (one[n] !== other[n]) return one[n] - other[n];
  return 0;
}

const KINDS = [
  (_, size) => size,
  (_, size) => -1 - size,
  (reader, size) => Uint8Array.from(take(reader, size)),
  (reader, size) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(reader, size)),
  (reader, size) => Array.from({ length: bounded(reader, size) }, () => item(reader)),
  (reader, size) => map(reader, bounded(reader, size)),
  () => {
    throw new Error("tags are not used inside");
  },
  (_, size) => {
    if (size !== 20 && size !== 21) throw new Error("not a value permits use");
    return size === 21;
  },
];

function bounded(reader, size) {
  if (size > reader.bytes.length) throw new Error("too short");
  return size;
}

export function bytesHead(kind, size) {
  // The head of a byte string (2), text (3) or list (4), in its shortest spelling.
  if (size < 24) return [(kind << 5) | size];
  if (size < 256) return [(kind << 5) | 24, size];
  return [(kind << 5) | 25, size >> 8, size & 255];
}
