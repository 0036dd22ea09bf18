// Identity numbers (GB 11643-1999) and days, as far as a phone can tell without the register.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

export const plain = (text) =>
  text
    .normalize("NFKC")
    .replace(/[\s·-]/g, "")
    .toUpperCase();

export function fits(number) {
  // True for 18 characters whose last one belongs to the others.
  if (!/^\d{17}[\dX]$/.test(number)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CHECKS[sum % 11] === number[17];
}

export function masked(number) {
  return number.length > 8
    ? `${number.slice(0, 4)}${"*".repeat(number.length - 6)}${number.slice(-2)}`
    : "*".repeat(number.length);
}

export function today() {
  // The day on this phone's calendar, never through another time zone.
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
