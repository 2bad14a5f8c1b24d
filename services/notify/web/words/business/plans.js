// What the page says about goals, budgets, work plans and the week, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {};

/** @type {Record<string, string[]>} */
export const KINDS = {
  goal_set: ["设定目标", "A goal was set"],
  goal_reached: ["目标达成", "A goal was reached"],
  goal_unreached: ["目标暂未达成", "A goal is reached no more"],
  goal_split: ["目标移交", "A goal was split"],
  budget_set: ["设定预算", "A budget was set"],
  budget_committed: ["预算占用", "Money was committed"],
  budget_spent: ["预算支出", "Money was spent"],
  budget_released: ["预算释放", "Money is free again"],
  plan_item_added: ["新增计划事项", "An item was planned"],
  plan_item_moved: ["计划事项改期", "A planned item was moved"],
  plan_item_done: ["计划事项完成", "A planned item was done"],
  plan_item_dropped: ["计划事项取消", "A planned item was dropped"],
  plan_item_overdue: ["计划事项逾期", "A planned item is late"],
  market_direction_set: ["设定市场方向", "The direction of the market was set"],
};
