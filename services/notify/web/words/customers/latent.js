// What the page says about latent needs (A2), as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  latent: ["潜在需求", "Latent needs"],
  latent_none: ["目前没有提示。", "There is no hint at present."],
  latent_hint: ["可能需要：{product}", "May need: {product}"],
  latent_until: ["有效至{until}", "Until {until}"],
  latent_dated: [
    "依据本网点{day}的统计（方法版本{method}）：从全部客户的持有比例算起，未列出的因素合计{others}。",
    "By this branch's figures of {day}, method {method}, from the share of all customers on; all else adds {others}.",
  ],
  latent_reason: ["依据", "Input"],
  latent_says: ["说明", "What it says"],
  latent_weight: ["影响（正数为更可能，负数为更不可能）", "Adds (above 0: likelier, below 0: less likely)"],
  latent_no_consent: [
    "客户未同意营销联系：请勿主动联系，可在其到访时面谈。",
    "The customer has not consented to marketing: do not call or write; speak of it when they come.",
  ],
  latent_take_up: ["跟进为商机", "Take up"],
  latent_dismiss: ["忽略", "Dismiss"],
  latent_why: ["忽略原因", "Why"],
  latent_before: ["以往提示", "Hints before"],
  latent_taken_up: ["已跟进为商机", "Taken up"],
  latent_open: ["待处理", "Open"],
  latent_list: ["潜在需求提示", "Hints of latent needs"],
  latent_list_mine: ["我的客户的潜在需求", "Latent needs of my customers"],
  latent_nobody: ["目前没有提示。", "There is no hint at present."],
  latent_of_hundred: ["类似客户每100人中有{value}人持有", "{value} of 100 like this hold it"],
  latent_show: ["查看", "Open"],
  latent_open_file: ["查看档案 {name}", "Open the file of {name}"],
  latent_more: ["更多", "More"],
  latent_night: [
    "{day}夜间已查看{many}位客户（{at}）",
    "{many} {many|customer was|customers were} looked at in the night of {day} ({at})",
  ],
  latent_running: [
    "正在查看{day}的客户：已完成{many}位",
    "The round of {day} is under way: {many} {many|customer|customers} so far",
  ],
  latent_measure: ["提示是否有效", "Whether hints help"],
  latent_help: [
    "每100位有提示的客户中，{days}天内有{shown}人购买（{shown_low}–{shown_high}）；每100位无提示的，有{held}人（{held_low}–{held_high}）。",
    "Of 100 hinted at {shown} took it in {days} days ({shown_low}–{shown_high}), else {held} ({held_low}–{held_high}).",
  ],
  latent_too_little: [
    "历史数据太少：有提示的{shown}人、无提示的{held}人已满{days}天，两组各需{few}人。",
    "Too little history: {shown} with a hint and {held} without have had their {days} days; it takes {few} of each.",
  ],
  latent_held_out: [
    "每10条提示中有1条不显示，用于比较；有95%的把握在括号内的范围。",
    "One hint in ten is not shown, for comparison; probably (95 in 100) the figure lies in the range in brackets.",
  ],
  latent_products: ["各产品", "Products"],
  latent_product: ["产品", "Product"],
  latent_holders: ["持有", "Hold it"],
  latent_others: ["未持有", "Lack it"],
  latent_state: ["能否判断", "Can it be told"],
  latent_speaks: ["能", "Yes"],
  latent_silent: ["不能：两类各需{few}人", "No: it takes {few} of each"],
  latent_model: [
    "{day}的统计（第{number}版，{customers}位客户）",
    "Figures of {day} (version {number}, {customers} {customers|customer|customers})",
  ],
  latent_no_model: ["尚未统计。", "Nothing was counted yet."],
  latent_run: ["立即重新计算", "Look for them now"],
  latent_run_asked: ["已开始，完成后列表会更新。", "Begun. The list changes as it goes on."],
  latent_rules: ["提示规则", "Rules of hints"],
  latent_threshold: ["类似客户每100人中至少多少人持有", "Of 100 like this, at least so many hold it"],
  latent_every: ["同一客户两次提示至少间隔（天）", "Days between two hints about a customer"],
  latent_expires: ["提示有效期（天）", "Days after which a hint expires"],
  latent_rest: ["结束后多少天内不再提示同一产品", "Days for which an ended hint is not repeated"],
  latent_horizon: ["多少天后统计是否购买", "Days after which is counted who took the product"],
  latent_families: [
    "产品归类，每行一项：产品代码 = 类别（可再加 = 需求）",
    "Families, one a line: product code = family (and = need)",
  ],
  latent_bad_lines: [
    "归类有误：每行应为“产品代码 = 类别”或“产品代码 = 类别 = 需求”。",
    "A family is not right: write “product code = family” or “product code = family = need”, one a line.",
  ],
  latent_saved: ["规则已保存。", "The rules are saved."],
  latent_save: ["保存", "Save"],
  latent_rules_of: ["第{number}版，{by}", "Version {number}, {by}"],
  latent_rules_default: ["初始规则", "The rules that every bank begins with"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  latent_need_found: ["发现潜在需求", "A latent need was found"],
  latent_need_taken_up: ["潜在需求已跟进", "A latent need was taken up"],
  latent_need_ended: ["潜在需求提示已结束", "The hint of a latent need ended"],
  latent_model_made: ["潜在需求统计已更新", "The figures of latent needs were counted anew"],
  latent_round_ended: ["潜在需求已查看完毕", "The round of latent needs ended"],
  latent_rules_changed: ["潜在需求提示规则已更改", "The rules of latent needs changed"],
};
