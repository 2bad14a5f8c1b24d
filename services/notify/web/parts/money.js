// Amounts of money. The services keep them in the hundredth of their currency, and people read and type whole ones.

/**
 * An amount as people read it, wherever it stands: ``50,000 CNY``, and ``1,050.50 CNY`` where it has hundredths.
 *
 * @param {{amount: number, currency: string}} of in hundredths
 */
export function money({ amount, currency }) {
  const digits = amount % 100 ? 2 : 0;
  const written = (amount / 100).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${written} ${currency}`;
}

/**
 * What was typed, in hundredths.
 *
 * @param {number} typed
 */
export const inHundredths = (typed) => Math.round(typed * 100);
