// What the JavaScript is held to. What phones load are plain scripts; everything else is modules.
import js from "@eslint/js";
import globals from "globals";

const rules = {
  complexity: ["error", 12],
  eqeqeq: "error",
  "no-console": "error",
  "no-eval": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-use-before-define": ["error", { classes: false, functions: false, variables: false }],
  "no-var": "error",
  "prefer-const": "error",
};

export default [
  { ignores: [".venv/", "node_modules/", "data/"] },
  js.configs.recommended,
  { rules },
  { files: ["across/**/*.js"], languageOptions: { globals: globals.browser } },
  {
    // Phones are old, too: nothing that came after 2019. One small file each, so some functions do many small things.
    files: ["across/web/participant/static/*.js"],
    languageOptions: { ecmaVersion: 2019, sourceType: "script", globals: { acrossOthers: "readonly" } },
    rules: { complexity: ["error", 18] },
  },
  { files: ["tests/**/*.js"], ignores: ["tests/stage/**"], languageOptions: { globals: globals.node } },
  { files: ["tests/stage/**/*.js"], languageOptions: { globals: globals.browser } },
];
