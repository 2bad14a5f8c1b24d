// What the linter holds the page to. Run from the top: paths are relative to it.

import js from "@eslint/js";
import globals from "globals";

const WEB = "services/notify/web";

/** What the modules of a folder may not reach into. */
const without = (...folders) => [
  "error",
  { patterns: folders.map((folder) => ({ group: [`**/${folder}/**`], message: "see services/notify/web/README.md" })) },
];

export default [
  { ignores: [`${WEB}/vendor/**`, "**/node_modules/**"] },
  js.configs.recommended,
  {
    files: [`${WEB}/**/*.js`],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "max-lines": ["error", 300],
      "no-restricted-globals": ["error", "event", "name", "status"],
      "no-shadow": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: [`${WEB}/words/{texts,terms,enums}.js`], rules: { "max-lines": "off" } },
  { files: [`${WEB}/**/*.js`], ignores: [`${WEB}/words/*`], rules: { "max-len": ["error", { code: 120 }] } },
  { files: [`${WEB}/live/*.js`], rules: { "no-restricted-imports": without("parts", "rooms") } },
  { files: [`${WEB}/parts/*.js`], rules: { "no-restricted-imports": without("rooms") } },
  {
    files: ["tests/page/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.node },
  },
];
