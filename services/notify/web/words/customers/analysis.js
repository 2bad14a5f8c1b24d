// What the page says about the analysis of customers (W4), as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  analysis: ["客户分析", "Analysis"],
  analysis_none: ["尚无往来记录，无法分析。", "Nothing is known of their visits yet, so there is nothing to analyse."],
  analysis_risk: ["流失可能", "May have left"],
  analysis_of_hundred: ["每100人中{value}人", "{value} of 100"],
  analysis_comes: ["{days}天内会来", "Comes within {days} days"],
  analysis_recency: ["最近往来", "Recency"],
  analysis_frequency: ["往来频率", "Frequency"],
  analysis_activity: ["一年内往来", "Activity in a year"],
  analysis_value: ["资产", "Holdings"],
  analysis_worth: ["{total}，{products}项（{day}）", "{total} in {products} (as of {day})"],
  analysis_money: ["资产", "Holdings"],
  analysis_fifth: ["同层第{value}级（5为最高）", "{value} of 5 in the segment"],
  analysis_factor: ["因素", "Factor"],
  analysis_points: ["影响（百分点）", "Adds (percentage points)"],
  analysis_since: ["自", "Since"],
  analysis_dated: ["截至{day}，计算于{at}，方法版本{method}", "As of {day}, computed {at}, method {method}"],
  analysis_fitted: ["按{segment}{day}的往来规律", "by the rhythm of {segment} customers as of {day}"],
  analysis_default: ["本层客户尚少，按通用规律", "by a general rhythm: the segment has too few customers yet"],
  analysis_by_risk: ["按流失可能排列", "Customers by risk of leaving"],
  analysis_by_risk_mine: ["我的客户，按流失可能排列", "My customers by risk of leaving"],
  analysis_nobody: ["尚无可分析的客户。", "No customer can be analysed yet."],
  analysis_night: ["{day}夜间已分析{many}位客户（{at}）", "{many} customers were scored in the night of {day} ({at})"],
  analysis_running: ["正在分析{day}的客户：已完成{many}位", "Scoring of {day} is under way: {many} customers so far"],
  analysis_show: ["查看", "Open"],
  analysis_open: ["查看档案 {name}", "Open the file of {name}"],
  analysis_more: ["更多", "More"],
  analysis_reliability: ["预测与实际", "What was said against what came"],
  analysis_unjudged: [
    "预测需满{days}天方可与实际对照。",
    "What is said of a customer is held against what comes {days} days later; no time is over yet.",
  ],
  analysis_judged: [
    "已对照{many}次“{days}天内会来”的预测：布里尔分数{brier}（始终按平均值预测为{plain}），方法版本{method}",
    "{many} judged: “comes within {days} days”. Brier score {brier} (always saying the mean: {plain}), method {method}",
  ],
  analysis_bin: ["预测可能", "Chance said"],
  analysis_statements: ["次数", "Times"],
  analysis_said: ["平均预测", "Said, mean"],
  analysis_came: ["实际到访", "Came"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  customer_scored: ["流失风险等级变化", "The risk of leaving changed its band"],
  customer_going_silent: ["客户久未往来", "A customer is going silent"],
};
