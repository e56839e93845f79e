// What the JavaScript is held to. What phones load are plain scripts; everything else is modules.
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import globals from "globals";

// The oldest browsers: those of phones, an iPhone of 2019 among them, and those of the facilitator's screens, where
// Streamlit needs a newer one, too. README.md names both.
const PHONES = ["ios_saf >= 13", "safari >= 13", "chrome >= 80", "edge >= 80", "firefox >= 78", "samsung >= 13"];
const SCREENS = ["ios_saf >= 17", "safari >= 17", "chrome >= 114", "edge >= 114", "firefox >= 128"];
// What the oldest phones lack on things that have a name elsewhere: the plugin knows what stands alone (`fetch`,
// `AbortSignal.timeout`), not what any element, list or text may be asked for.
const TOO_NEW = [
  "replaceChildren", "requestSubmit", "showModal", "showPopover", "togglePopover", "checkVisibility", "moveBefore", "setHTML",
  "at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with", "replaceAll", "groupBy", "hasOwn",
  "timeout", "any", "throwIfAborted", "getAnimations", "union", "intersection", "difference",
].join("|");

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
    plugins: { compat },
    languageOptions: { ecmaVersion: 2019, sourceType: "script", globals: { acrossOthers: "readonly" } },
    settings: { targets: PHONES },
    rules: {
      complexity: ["error", 18],
      "compat/compat": "error",
      "no-restricted-syntax": ["error", {
        selector: `CallExpression > MemberExpression.callee[property.name=/^(${TOO_NEW})$/]`,
        message: "The oldest phones that we name do not have this.",
      }],
    },
  },
  {
    files: ["across/screen/*.js", "across/web/facilitator/**/*.js"],
    plugins: { compat },
    settings: { targets: SCREENS },
    rules: {
      "compat/compat": "error",
      "no-restricted-syntax": ["error", {
        selector: "CallExpression[callee.name=element] > Literal:first-child[value=/^(i|em|cite|dfn|var|address)$/]",
        message: "Until the styles are there it stands in italics, and the face for them, 138 kB, is fetched.",
      }],
    },
  },
  { files: ["tests/**/*.js"], ignores: ["tests/stage/**"], languageOptions: { globals: globals.node } },
  { files: ["tests/stage/**/*.js"], languageOptions: { globals: globals.browser } },
];
