// Amounts of money. The services keep them in the hundredth of their currency, and people read and type whole ones.

/** @typedef {{amount: number, currency: string}} Money in hundredths of the currency */

/**
 * @param {number} amount in hundredths
 * @param {number} [digits] behind the point, at least
 */
const written = (amount, digits = 2) =>
  (amount / 100).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: 2 });

/**
 * An amount as people read it: ``50,000.00 CNY``.
 *
 * @param {Money} of
 */
export const money = ({ amount, currency }) => `${written(amount)} ${currency}`;

/**
 * An amount with the digits that it needs: ``50,000 CNY``.
 *
 * @param {Money} of
 */
export const shortMoney = ({ amount, currency }) => `${written(amount, 0)} ${currency}`;

/**
 * An amount as it stands in the terms of a product: ``CNY 50,000.00``.
 *
 * @param {Money} of
 */
export const moneyOfTerms = ({ amount, currency }) => `${currency} ${written(amount)}`;

/**
 * What was typed, in hundredths.
 *
 * @param {number} typed
 */
export const inHundredths = (typed) => Math.round(typed * 100);
