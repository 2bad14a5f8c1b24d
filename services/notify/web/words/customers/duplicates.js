// What the page says about duplicate customer files, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  duplicates: ["可能重复的档案", "Files that may be of the same customer"],
  duplicate_reject: ["不是同一客户", "Not the same"],
  duplicate_rejected_done: ["已记录，不再提示。", "Noted; they are not proposed again."],
  duplicate_merge: ["合并", "Merge"],
  duplicate_of_another: ["须由网点负责人合并", "The branch head merges these"],
  merge_title: ["合并两份档案", "Merge two files"],
  merge_moves: [
    "逐项选择保留的内容。另有 {credentials} 个卡证、{needs} 项需求一并转入。",
    "Choose what stays, item by item. Cards and numbers ({credentials}) and needs ({needs}) move too.",
  ],
  merge_survivor: ["本档案", "This file"],
  merge_merged: ["另一档案", "The other file"],
  merge_both: ["两者都保留", "Both"],
  merge_now: ["合并（30 天内可撤销）", "Merge (can be undone for 30 days)"],
  merge_done: ["已合并。", "Merged."],
  merge_made: ["{at} 由{who}合并", "Merged {at} by {who}"],
  merge_undo_until: ["{at} 前可撤销", "can be undone until {at}"],
  merge_undo: ["撤销合并", "Undo the merge"],
  merge_undone_done: ["已撤销合并。", "The merge was undone."],
  customer_may_double: ["可能已有该客户的档案，请先核对。", "There may be a file of this customer; look at it first."],
  customer_may_double_hint: ["以下档案可能是同一客户：", "These files may be of the same customer:"],
  customer_open_anyway: ["仍然新建", "Open a new one anyway"],
  customer_look: ["查看档案", "Look at the file"],
};
