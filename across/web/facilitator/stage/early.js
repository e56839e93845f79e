// What every screen loads before Streamlit: the watch, which says in our words where the live connection is blocked, and
// what says why a file was not taken; and on Streamlit's own parts no second press does what the first has made of it.

import { guardPresses } from "./twice.js";
import { watchFiles } from "./refused_files.js";
import { watch } from "./watch.js";

watch();
watchFiles();
guardPresses(document);
