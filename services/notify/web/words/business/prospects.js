// What the page says about prospects, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {};

/** @type {Record<string, string[]>} */
export const KINDS = {
  prospect_opened: ["建立潜客", "A prospect was opened"],
  prospect_moved: ["潜客阶段变更", "A prospect was moved"],
  prospect_step_set: ["更改下一步", "Another next step was set"],
  prospect_won: ["潜客成交", "A prospect was won"],
  prospect_lost: ["潜客流失", "A prospect was lost"],
  prospect_parked: ["潜客搁置", "A prospect was parked"],
  prospect_step_due: ["潜客下一步到期", "A prospect's next step fell due"],
  prospect_step_overdue: ["潜客下一步逾期", "A prospect's next step is overdue"],
  prospect_linked: ["潜客成为客户", "A prospect became a customer"],
  prospect_given: ["潜客转由他人负责", "A prospect has another account manager"],
  prospects_left: ["离岗者的潜客", "The prospects of somebody who left"],
  prospect_forgotten: ["潜客关联已清除", "A prospect was unlinked from an erased file"],
  campaign_listed: ["提交营销名单", "A campaign list was given"],
  campaign_opened: ["营销名单建立潜客", "The prospects of a campaign list were opened"],
  served_needs_set: ["设定擅长业务", "What an account manager serves was set"],
};
