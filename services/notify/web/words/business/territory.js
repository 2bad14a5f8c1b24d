// What the page says about the report of a territory and its funnel plots, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {};

/** @type {Record<string, string[]>} */
export const KINDS = {
  territory_report_filed: ["片区报告生成", "A territory report was filed"],
  territory_report_revised: ["片区报告更新", "A territory report has another edition"],
  territory_report_signed: ["片区报告签署", "A territory report was signed"],
  territory_report_read: ["片区报告已阅", "A territory report was read"],
  business_reported: ["业务计入片区报告", "A deal is counted in a territory report"],
};
