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

const PICTURES = /[\p{So}\p{Sc}\p{Cc}\u{1f3fb}-\u{1f3ff}<>]/u;
const STAND_FOR_RARE = /[\ufffd□■◇◆○◯●△▲★☆※\u{2ff0}-\u{2fff}\u{31c0}-\u{31ef}]/gu;

// A name with a sign that no name has, as the register sees it; what stands for a character without a code is none.
export const withSigns = (name) => PICTURES.test(name.replace(STAND_FOR_RARE, ""));

export function isMobile(text) {
  const digits = text
    .normalize("NFKC")
    .replace(/[\s()-]/g, "")
    .replace(/^(\+|00)?86(?=1\d{10}$)/, "");
  return /^1[3-9]\d{9}$/.test(digits);
}

export function dayFault(day) {
  // Why a day of coming or leaving cannot be, or "".
  const [year, rest] = [Number(today().slice(0, 4)), today().slice(4)];
  if (day < "1949-10-01") return "date_too_early";
  return day.length > 10 || day > `${year + 1}${rest}` ? "date_too_late" : "";
}

export function finds(asked, text) {
  // Every word is there, its figures and characters in this order: 和平街301 finds 和平街1号301室.
  const folded = (some) => some.normalize("NFKC").toLowerCase();
  const within = folded(text);
  return folded(asked)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => {
      let from = 0;
      return word.match(/\d+|\D+/g).every((part) => {
        const at = within.indexOf(part, from);
        from = at + part.length;
        return at >= 0;
      });
    });
}
