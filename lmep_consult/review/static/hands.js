// Nothing is moved or replaced while somebody presses a button of the mouse or touches the screen: what they press
// would not be there any more when they let go, and the click would be lost.

let down = false;
let waiting = [];

function up() {
  setTimeout(() => { // after the click, which comes with it
    down = false;
    for (const go of waiting.splice(0)) go();
  });
}

addEventListener("pointerdown", () => { down = true; }, true);
for (const event of ["pointerup", "pointercancel", "blur", "dragend"]) addEventListener(event, up, true);
addEventListener("pointermove", (event) => down && !event.buttons && up(), true);

/** Resolves once no pointer is down. */
export const handsOff = () => (down ? new Promise((go) => waiting.push(go)) : Promise.resolve());
