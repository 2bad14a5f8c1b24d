// What the page says about what business goes by: templates of deals, suitability, the days of the need desk, as
// [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  business_rules: ["业务规则", "Rules"],
  deal_templates: ["业务模板", "Templates of deals"],
  deal_template_next: ["发布新版", "Publish a new version"],
  deal_template_new: ["新模板", "New template"],
  deal_template_hint: [
    "整体发布为新版本，自此后开立的业务起生效；已开立的业务仍按原版本。",
    "It is published whole, for deals that begin from now on; those that are open keep their version.",
  ],
  deal_template_publish: ["发布", "Publish"],
  deal_template_published_now: ["已发布。", "It is published."],
  deal_template_code: ["模板代码", "Code of the template"],
  deal_template_code_wrong: [
    "代码限 1 至 32 个小写字母、数字或下划线。",
    "A code has 1 to 32 small letters, digits or underscores.",
  ],
  deal_template_names: ["请填写中文和英文名称。", "Give it a name in both languages."],
  deal_template_empty: ["请至少添加一个环节。", "Add one step at least."],
  deal_template_step: ["环节 {n}", "Step {n}"],
  deal_template_add: ["添加环节", "Add a step"],
  deal_template_department: ["办理部门", "Department"],
  deal_template_after: ["须先完成", "After"],
  deal_template_at_once: ["可立即开始", "nothing, it begins at once"],
  deal_template_days: ["时限（工作日）", "Within (working days)"],
  suit_rules: ["适当性规则", "Rules of suitability"],
  suit_matrix: ["各类客户可承受的最高风险", "The highest risk that each class of customers may take"],
  suit_up_to: ["最高风险等级", "Risk up to"],
  suit_families: ["各类产品的规则", "Rules by family of products"],
  suit_basis: ["依据", "Judged by"],
  suit_valid_months: ["测评有效期（月）", "An assessment holds for (months)"],
  suit_per_day: ["每日最多测评次数", "Assessments in a day, at most"],
  suit_per_year: ["十二个月内最多测评次数", "Assessments in 12 months, at most"],
  suit_no_limit: ["不限", "no limit"],
  suit_source: ["出处", "Source"],
  suit_unverified: ["未核实", "not looked up"],
  suit_verified: ["已对照出处核实的产品类别", "Families whose figures were looked up at their source"],
  suit_change: ["更改规则", "Change the rules"],
  suit_change_hint: [
    "立即生效；不再匹配的未结推荐会自动撤回。",
    "They hold at once; open recommendations that suit no more are withdrawn.",
  ],
  suit_order: [
    "风险承受能力较高者，可承受的风险不得低于较低者。",
    "A higher class may not take less risk than a lower one.",
  ],
  suit_publish: ["发布新规则", "Publish the new rules"],
  desk_days: ["产品需求的答复时限", "Days of the need desk"],
  desk_days_hint: ["自此后提交的需求起生效。", "They count for needs that are raised from now on."],
  acknowledge_days: ["几个工作日内确认", "Acknowledged within (working days)"],
  answer_days: ["几个工作日内答复", "Answered within (working days)"],
  acknowledge_days_are: ["{n} 个工作日内确认", "acknowledged within {n} working {n|day|days}"],
  answer_days_are: ["{n} 个工作日内答复", "answered within {n} working {n|day|days}"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {};
