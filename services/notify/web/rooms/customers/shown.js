// What several parts of the room share: where a file is, and how an amount is written.

/**
 * @param {string} customer
 * @param {string} [what] what of the file
 */
export const pathOf = (customer, what = "") => `/api/customer/customers/${encodeURIComponent(customer)}${what}`;

/** @param {{amount: number, currency: string}} holding in hundredths of the currency */
export const money = (holding) =>
  `${(holding.amount / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2 })} ${holding.currency}`;
