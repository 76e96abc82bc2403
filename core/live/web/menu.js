// The menu of presets is Streamlit's, and lies at the end of the document: whoever opens it by the keyboard is taken
// there, goes through it with the arrow keys, and is brought back.

const OPENER = ".st-key-head [data-testid=stPopoverButton]";
const MENU = ".st-key-menu";
const PATIENCE = 20000; // ms until what is in the menu has come
const SETTLES = 120; // ms until its button says whether it is open
/** @type {Record<string, number>} */
const WAYS = { ArrowDown: 1, ArrowUp: -1 };

/** @param {EventTarget | null} target */
const inMenu = (target) => target instanceof Element && target.closest(MENU) !== null;

/** The presets; what else stands in the menu is reached with Tab. @returns {HTMLElement[]} */
const choices = () =>
  [...document.querySelectorAll(`${MENU} [data-testid=stButton] button`)].filter((one) =>
    one instanceof HTMLElement
  );

/** Back to its button; until the menu is gone, which may take the focus or the button along. */
function back(rest = 3) {
  const lost = document.activeElement === document.body || inMenu(document.activeElement);
  const opener = document.querySelector(OPENER);
  if (lost && opener instanceof HTMLElement) opener.focus();
  if (document.querySelector(MENU)) setTimeout(back, SETTLES);
  else if (rest) setTimeout(back, SETTLES, rest - 1);
}

/** @param {number} until */
function enter(until) {
  const at = document.activeElement;
  if (at && at !== document.body && !at.matches(OPENER)) return; // gone elsewhere meanwhile
  const open = document.querySelector(OPENER)?.getAttribute("aria-expanded") === "true";
  const all = choices();
  if (open && all.length) (all.find((one) => one.getAttribute("kind") === "primary") ?? all[0]).focus();
  else if (performance.now() < until) requestAnimationFrame(() => enter(until));
}

/** Listens; returns what ends it. */
export function leadThroughMenu() {
  /** @param {MouseEvent} event */
  const click = ({ target }) => {
    if (!(target instanceof Element)) return;
    if (inMenu(target) && target.closest("button")) back();
    else if (target.closest(OPENER)) setTimeout(() => enter(performance.now() + PATIENCE), SETTLES);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (!inMenu(event.target)) return;
    if (event.key === "Escape") setTimeout(back); // once it is closed
    if (!(event.key in WAYS)) return;
    event.preventDefault();
    const all = choices();
    const at = all.findIndex((one) => one === event.target);
    all[(at + WAYS[event.key] + all.length) % all.length]?.focus();
  };
  document.addEventListener("click", click, { capture: true });
  document.addEventListener("keydown", key, { capture: true });
  if (document.activeElement?.matches(OPENER)) enter(performance.now()); // opened before there was this to listen
  return () => {
    document.removeEventListener("click", click, { capture: true });
    document.removeEventListener("keydown", key, { capture: true });
  };
}
