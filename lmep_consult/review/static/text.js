// Places in a transcript. The server counts Unicode code points; the browser counts UTF-16 units. This is the boundary.

/** Code points in the first `units` UTF-16 units of a text; a place within a character is taken as after it. */
export function points(text, units) {
  let count = 0;
  for (let at = 0; at < units; count += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return count;
}

/** UTF-16 units in the first `count` code points of a text. */
export function units(text, count) {
  let at = 0;
  for (let n = 0; n < count && at < text.length; n += 1) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

export function length(text) {
  return points(text, text.length);
}

/** The words of turns, as [start, end] in code points of the transcript. */
export function wordsOf(turns) {
  const words = [];
  for (const turn of turns) {
    let at = 0;
    let count = turn.start;
    for (const match of turn.text.matchAll(/\S+/gu)) {
      count += length(turn.text.slice(at, match.index));
      const start = count;
      count += length(match[0]);
      at = match.index + match[0].length;
      words.push([start, count]);
    }
  }
  return words;
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
