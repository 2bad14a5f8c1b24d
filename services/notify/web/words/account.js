// What the page says about one's own account, by key, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const ACCOUNT_TEXTS = {
  account: ["我的账号", "My account"],
  password_change: ["修改密码", "Change my password"],
  password_now: ["当前密码", "Password of now"],
  password_new: ["新密码", "New password"],
  password_again: ["再次输入新密码", "New password once more"],
  password_hint: [
    "至少 8 个字符，不可使用常见密码。修改后，其他设备上的登录即失效。",
    "8 characters or more, and no common password. Your sessions on other devices end with the change.",
  ],
  password_needs_both: ["请输入当前密码和新密码。", "Enter the password of now and the new one."],
  password_new_needed: ["请设置新密码。", "Choose a new password."],
  password_differs: ["两次输入的新密码不一致。", "The two new passwords differ."],
  password_changed: ["密码已修改。", "Your password was changed."],
  sessions: ["已登录的设备", "Devices where I am signed in"],
  session_current: ["（本设备）", "(this one)"],
  session_used: ["最近使用 {at} · {network}", "last used {at} · {network}"],
  session_end: ["退出该设备", "Sign out there"],
  security: ["安全记录", "Security"],
  security_hint: [
    "登录、密码与权限的变更，保存一年以上。",
    "Sign-ins, passwords and rights, kept for more than a year.",
  ],
  security_again: ["刷新", "Read again"],
  security_older: ["更早的记录", "Older records"],
  security_by: ["由{who}操作", "by {who}"],
  session_program_unknown: ["未知程序", "Unknown program"],
};
