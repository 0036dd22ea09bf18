// IETF Token Status Lists: checked, unfolded, asked.
import { fromBase64url, read as readJws } from "./jws.js";
import { unfold } from "./unfold.js";

const LARGEST = 1 << 26;

export async function read(text, keyOf) {
  const payload = await readJws(text, keyOf, "statuslist+jwt");
  const { bits, lst } = payload.status_list;
  if (![1, 2, 4, 8].includes(bits) || !Number.isInteger(payload.iat)) throw new Error("not a status list");
  const packed = await unfold(fromBase64url(lst), LARGEST);
  return { uri: payload.sub, bits, packed, issued: payload.iat, expires: payload.exp ?? 0 };
}

export function state(list, index) {
  const per = 8 / list.bits;
  if (index < 0 || index >= list.packed.length * per) return null;
  return (list.packed[Math.floor(index / per)] >> ((index % per) * list.bits)) & ((1 << list.bits) - 1);
}
