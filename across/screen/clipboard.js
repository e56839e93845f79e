// Tables as spreadsheets and Word copy them: as HTML, where there is any, else as lines with tabs, cells in quotes.
const MOST_ROWS = 5000;
const MOST_COLUMNS = 200;

// What stands in a cell, on one line.
function textIn(cell) {
  for (const part of cell.querySelectorAll("br, p, div, li")) part.before(" ");
  return cell.textContent.replace(/\s+/g, " ").trim();
}

// The rows of an HTML table; cells that span several stand in the first of them, so that all others keep their columns.
function rowsOf(table) {
  const rows = [];
  for (const [down, row] of [...table.rows].slice(0, MOST_ROWS).entries()) {
    rows[down] ||= [];
    let column = 0;
    for (const cell of row.cells) {
      while (rows[down][column] !== undefined) column += 1;
      const deep = Math.min(cell.rowSpan || 1, table.rows.length - down, MOST_ROWS - down);
      const wide = Math.max(1, Math.min(cell.colSpan, MOST_COLUMNS - column));
      for (let below = 0; below < deep; below += 1) {
        rows[down + below] ||= [];
        rows[down + below].splice(column, wide, ...Array.from({ length: wide }, () => ""));
      }
      rows[down][column] = textIn(cell);
      column += wide;
    }
  }
  return rows.map((row) => Array.from(row, (cell) => cell ?? ""));
}

function inHtml(html) {
  if (!/<table/i.test(html)) return [];
  const page = new DOMParser().parseFromString(html, "text/html");
  const outer = [...page.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  return outer.flatMap(rowsOf);
}

function inLines(text) {
  const rows = [[]];
  const cells = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(/("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/g);
  for (const [, cell, end] of cells) {
    const kept = /^"[^]*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    rows.at(-1).push(kept.replace(/\s+/g, " ").trim());
    if (end === "") break;
    if (end === "\n") rows.push([]);
  }
  return rows.slice(0, MOST_ROWS);
}

// The rows of the table on a clipboard; none where there is no more than a single cell.
export function tableIn(clipboard) {
  const found = inHtml(clipboard.getData("text/html"));
  const text = clipboard.getData("text/plain");
  const rows = found.length ? found : /[\t\n\r]/.test(text) ? inLines(text) : [];
  return rows.length > 1 || (rows[0] || []).length > 1 ? rows : [];
}

// Whether a clipboard holds a table as HTML: in its text, lines within a cell cannot be told from rows.
export function hasHtmlTable(clipboard) {
  return inHtml(clipboard.getData("text/html")).length > 0;
}

// A table as lines with tabs, as a spreadsheet program writes it.
export function asLines(rows) {
  const quoted = (cell) => (cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}
