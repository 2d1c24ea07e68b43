// How codes look: a colour and a pattern for each family, so that neither is needed to tell them apart alone.

const PATTERNS = ["solid", "dashed", "dotted", "double", "wavy"];
const COLOURS = 8;
const LOOKS = COLOURS * PATTERNS.length; // each a colour and a pattern of its own
export const LANES = 4;

export function looks(codes) {
  const families = codes.filter((code) => !code.parent).map((code) => code.id);
  return new Map(codes.map((code) => [code.id, Math.max(0, families.indexOf(code.family)) % LOOKS]));
}

export const colourOf = (look) => look % COLOURS;
export const patternOf = (look) => PATTERNS[look % PATTERNS.length];

/** A rule for each colour and pattern in each lane: underlines that lie below one another. */
export function styleHighlights() {
  const rules = [];
  for (let look = 0; look < LOOKS; look += 1) {
    for (let lane = 0; lane < LANES; lane += 1) {
      rules.push(
        `::highlight(c${look}-${lane}) { text-decoration: underline ${patternOf(look)} 2px var(--f${colourOf(look)}); ` +
        `text-underline-offset: ${3 + 4 * lane}px; text-decoration-skip-ink: none; }`,
      );
    }
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join("\n"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
