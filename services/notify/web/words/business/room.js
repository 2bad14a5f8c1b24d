// What the page says about the room of business itself, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  business: ["业务", "Business"],
};
