// Showing something anew by changing as little as can be: what stays in its place keeps its focus, its selection, its
// scroll and what somebody is writing in it, and a click on it is not lost.

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.dataset.item ?? node.dataset.id ?? "" : "");
const isLike = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other) && one.id === other.id && one.type === other.type;

/** Make an element as `fresh` is. Whether details are open, and elements with data-own, are left to the page. */
export function patch(old, fresh) {
  if (old.dataset.own !== undefined) return;
  const untouched = "defaultValue" in old && old.value === old.defaultValue;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patchInside(old, [...fresh.childNodes]);
  if (untouched && old.value !== old.defaultValue) old.value = old.defaultValue;
}

/** Make what is in an element as `wanted`, a list of nodes. */
export function patchInside(old, wanted) {
  const keys = new Set(wanted.map(keyOf));
  const known = new Map();
  for (const node of [...old.childNodes]) {
    const key = keyOf(node);
    if (key && !keys.has(key)) node.remove();
    else if (key) known.set(key, node);
  }
  let at = old.firstChild;
  for (const fresh of wanted) {
    const key = keyOf(fresh);
    const same = key ? known.get(key) : at;
    if (key && same) while (at !== same && at && !keyOf(at)) at = dropped(at);
    if (same && isLike(same, fresh)) {
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      if (same.nodeType === Node.ELEMENT_NODE) patch(same, fresh);
      else if (same.data !== fresh.data) same.data = fresh.data;
    } else old.insertBefore(fresh, at);
  }
  while (at) at = dropped(at);
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}
