// Reading numbers and days as people type and paste them: read to the value that they mean, or refused in words.
// Every field of the page goes through here, so that nothing is kept that was not typed.

/** Marks that nobody sees, which come along with what is pasted (U+200B, U+200E, U+FEFF and their like). */
const UNSEEN = /\p{Cf}/gu;
const TURNED = "\u202e"; // shows the digits after it from right to left: what is seen is not what is there

/** Words of size, after which a unit may follow: ``5万`` is 50,000. */
/** @type {Record<string, number>} */
const SIZES = { 百: 1e2, 千: 1e3, 万: 1e4, 萬: 1e4, 十万: 1e5, 百万: 1e6, 千万: 1e7, 亿: 1e8, 億: 1e8 };

/** What people write behind a number, by kind of number, and how much of it one is. */
/** @type {Record<string, Record<string, number>>} */
const UNITS = {
  minutes: {
    分钟: 1,
    分鐘: 1,
    分: 1,
    min: 1,
    mins: 1,
    minute: 1,
    minutes: 1,
    m: 1,
    小时: 60,
    个小时: 60,
    小時: 60,
    h: 60,
    hr: 60,
    hrs: 60,
    hour: 60,
    hours: 60,
  },
  yuan: { 元: 1, 块: 1, 块钱: 1, 圆: 1, 元整: 1, 人民币: 1, yuan: 1, rmb: 1, cny: 1, "¥": 1, "￥": 1 },
  people: { 人: 1, 位: 1, 个: 1, people: 1, customers: 1 },
  times: { 次: 1, 遍: 1, times: 1, x: 1 },
  copies: { 份: 1, 张: 1, 本: 1, 册: 1, 个: 1, copies: 1, pieces: 1, pcs: 1 },
  points: { 分: 1, 点: 1, points: 1, point: 1, pts: 1 },
};
const CURRENCY = /^(?:人民币|rmb|cny|[¥￥])\s*/i;
const DECIMALS_AT_MOST = 6;
const DIGITS_AT_MOST = 15; // more are not kept exactly by anything that counts in doubles

/** @typedef {{value?: any, wrong?: [key: string, values: Record<string, unknown>]}} Reading */

/**
 * @typedef {object} NumberBounds
 * @property {boolean} [whole] no fractions
 * @property {number} [least] a bound that is allowed, as `most`
 * @property {number} [most]
 * @property {number} [above] a bound that is not allowed
 * @property {string} [unit] a kind of `UNITS`
 * @property {boolean} [needed] something must be typed
 */

/** @typedef {{least?: string, most?: string, needed?: boolean}} DayBounds */

/**
 * What was typed without width, invisible marks and the space around it; null if it is not what it looks like.
 *
 * @param {string} text
 */
function plain(text) {
  if (text.includes(TURNED)) return null;
  return text
    .replace(UNSEEN, "")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * The digits of a number without separators of thousands; null if it is none, or could be two.
 *
 * @param {string} text
 */
function digitsOf(text) {
  const spoken = text.replace("−", "-").replace("。", ".");
  const grouped = /^([+-]?\d{1,3}(?:([, ])\d{3})(?:\2\d{3})*)(\.\d*)?$/.exec(spoken);
  const digits = grouped ? grouped[1].replaceAll(grouped[2], "") + (grouped[3] ?? "") : spoken;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(digits) ? digits : null;
}

/**
 * Read a number: `{value}`, null where nothing is typed, or `{wrong: [key of the words, values]}`.
 *
 * `whole`: no fractions; `least`, `most`: bounds, both allowed; `above`: a bound that is not; `unit`: a kind of
 * `UNITS`; `needed`: something must be typed.
 *
 * @param {unknown} text
 * @param {NumberBounds} [bounds]
 * @returns {Reading}
 */
export function readNumber(
  text,
  { whole = false, least = 0, most = Number.MAX_SAFE_INTEGER, above, unit, needed = false } = {},
) {
  const typed = plain(String(text ?? ""));
  if (typed === "") return needed ? { wrong: ["number_needed", {}] } : { value: null };
  const value = typed === null ? null : valueOf(typed, unit, whole);
  if (value === null) return { wrong: ["number_wrong", {}] };
  if (whole && !Number.isInteger(value)) return { wrong: ["number_whole", {}] };
  if (above !== undefined && !(value > above && value <= most)) {
    return { wrong: ["number_above", { above: shown(above), most: shown(most) }] };
  }
  if (value < least || value > most) return { wrong: ["number_range", { least: shown(least), most: shown(most) }] };
  return { value };
}

/**
 * @param {string} typed
 * @param {string | undefined} unit
 * @param {boolean} whole
 */
function valueOf(typed, unit, whole) {
  const bare = unit === "yuan" ? typed.replace(CURRENCY, "") : typed;
  const [, number = "", rest = ""] = /^([-+−\d., 。]*)(.*)$/su.exec(bare) ?? [];
  const digits = digitsOf(number.trim());
  const factor = factorOf(rest.trim().toLowerCase(), unit);
  if (digits === null || factor === null) return null;
  const decimals = digits.split(".")[1] ?? "";
  if (whole && factor === 1 && decimals.length === 3) return null; // 1.000: one, or a thousand?
  if (decimals.length > DECIMALS_AT_MOST || digits.replace(/\D/g, "").length > DIGITS_AT_MOST) return null;
  return Number((Number(digits) * factor).toPrecision(DIGITS_AT_MOST));
}

/**
 * How much one of what stands behind the number is; null for what is not known.
 *
 * @param {string} words
 * @param {string | undefined} unit
 */
function factorOf(words, unit) {
  if (!words) return 1;
  const units = UNITS[unit ?? ""] ?? {};
  if (Object.hasOwn(units, words)) return units[words];
  const size = Object.keys(SIZES)
    .sort((a, b) => b.length - a.length)
    .find((one) => words.startsWith(one));
  if (!size) return null;
  const after = words.slice(size.length).trim();
  if (after && !Object.hasOwn(units, after)) return null;
  return SIZES[size] * (units[after] ?? 1);
}

/** A number as it is written into a sentence: ``100,000``. */
const shown = (/** @type {number} */ number) =>
  number.toLocaleString("en-US", { maximumFractionDigits: DECIMALS_AT_MOST });

const DAYS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];

/**
 * Read a day, such as ``2026-11-23``, as `{value}`, or `{wrong}` as `readNumber` does. It stays the day that was
 * typed: no clock and no time zone has a part in it. Days without a year, and those that could be two, are refused.
 *
 * @param {unknown} text
 * @param {DayBounds} [bounds]
 * @returns {Reading}
 */
export function readDay(text, { least = "2000-01-01", most = "2199-12-31", needed = false } = {}) {
  const typed = plain(String(text ?? ""));
  if (typed === "") return needed ? { wrong: ["day_needed", {}] } : { value: null };
  const found = typed && DAYS.map((form) => form.exec(typed)).find(Boolean);
  if (!found) return { wrong: ["day_wrong", {}] };
  const value = `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}`;
  const there = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== value) return { wrong: ["day_wrong", {}] };
  if (value < least || value > most) return { wrong: ["day_range", { least, most }] };
  return { value };
}
