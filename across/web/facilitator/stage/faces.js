// The face of questions and headings: Latin alone, a ninth of the whole face, which comes where other letters need it.

const NAME = "Across Serif";
const LATIN = "U+20-24F, U+259, U+2BB-2DD, U+300-304, U+308, U+329, U+1E00-1EFF, U+2000-206F, U+20A0-20C0, U+2113, U+2116-2122, U+2190-2193, U+2212-2215, U+2248, U+2260-2265, U+FB01-FB02";

export function addFaces() {
  if (!document.fonts || [...document.fonts].some((face) => face.family.includes(NAME))) return;
  const source = `url(${new URL("./serif.woff2", import.meta.url).href}) format("woff2")`;
  document.fonts.add(new FontFace(NAME, source, { weight: "400 700", unicodeRange: LATIN, display: "swap" }));
}
