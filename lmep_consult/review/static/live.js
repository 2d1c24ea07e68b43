// What others change, in this window within a second. A window that is hidden listens to nothing, so that many windows
// do not use up the browser's few connections.

import { byId } from "./dom.js";

/** changed({version, changed}): called when the study's logs, codebook or anything else of it changed. */
export function listen(changed, back) {
  let events = null;
  let away = false;
  const open = () => {
    events = new EventSource("/events");
    events.onmessage = (message) => {
      changed(JSON.parse(message.data));
      if (away) back?.();
      away = false;
      byId("saved").classList.remove("away");
    };
    events.onerror = () => {
      away = true;
      byId("saved").classList.add("away");
      if (events.readyState === EventSource.CLOSED) setTimeout(() => document.hidden || restart(), 2000);
    };
  };
  const restart = () => {
    events?.close();
    open();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? events?.close() : restart()));
  addEventListener("pagehide", () => events?.close());
  open();
}
