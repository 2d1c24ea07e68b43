// The recording of a transcript, where there is one.

import { byId } from "./dom.js";

export class Recording {
  constructor(source) {
    this.address = `/recording/${encodeURIComponent(source)}`;
    this.sound = byId("sound");
  }

  play(seconds) {
    if (!this.sound.src) this.sound.src = this.address;
    this.sound.currentTime = seconds;
    this.sound.play();
  }

  /** Play from there, or stop where it plays. */
  toggle(seconds) {
    if (this.sound.paused) this.play(seconds);
    else this.sound.pause();
  }
}
