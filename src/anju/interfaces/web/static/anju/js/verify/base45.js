// Base45 (RFC 9285): the bytes of a scanned text. Throws for anything the encoder never writes.
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function decode(text) {
  if (text.length % 3 === 1) throw new Error("not base45");
  const out = [];
  for (let start = 0; start < text.length; start += 3) {
    const group = [...text.slice(start, start + 3)].map((c) => ALPHABET.indexOf(c));
    if (group.includes(-1)) throw new Error("not base45");
    const number = group.reduce((sum, value, place) => sum + value * 45 ** place, 0);
    if (number >= 256 ** (group.length - 1)) throw new Error("not base45");
    if (group.length === 3) out.push(number >> 8);
    out.push(number & 255);
  }
  return Uint8Array.from(out);
}
