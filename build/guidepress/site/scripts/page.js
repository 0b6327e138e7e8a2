/* What every part needs: where it is, making elements, saying what happened.
   Texts are set as text, never as HTML. */

export const article = document.querySelector("article");
export const head = document.querySelector(".gp-head");
// A page that was opened from a folder may not fetch its neighbours, and would say so in the console.
export const online = location.protocol.startsWith("http");

// Where the site begins: this script lies in its folder of assets.
export const root = new URL("../", document.currentScript?.src ?? location.href);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/* Text of which no line ends between a number and its unit; templates do the same. */
const QUANTITY = /[0-9][0-9.,]{0,12} [A-Za-z%µ°][\w/.²^*%]{0,12}(?: [a-z][2²]?(?!\w))?/g;
export function keepUnits(text) {
  const parts = [];
  let at = 0;
  for (const hit of text.matchAll(QUANTITY)) {
    parts.push(text.slice(at, hit.index), make("span", { class: "gp-unit" }, hit[0]));
    at = hit.index + hit[0].length;
  }
  return [...parts, text.slice(at)];
}

export const button = (text, onclick, attributes = {}) =>
  make("button", { type: "button", onclick, ...attributes }, text);

export const said = make("p", { role: "status", class: "gp-said" });
let silence;
export function say(text) {
  if (!said.isConnected) article.append(said);
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { said.textContent = ""; }, 4000);
}

export const find = (id) => (id ? document.getElementById(id) : null);
export function anchor() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/* The head of a card sticks: what is scrolled to is the card. */
export function show(id) {
  const place = find(id);
  (place?.parentElement.matches(".gp-option") ? place.parentElement : place)?.scrollIntoView();
}

/* In small pieces while the browser has nothing else to do, so that the page answers meanwhile.
   A busy one may never say that it has nothing to do: then the rest is done after a second. */
export function whenIdle(items, action) {
  const wait = window.requestIdleCallback ?? ((go) => setTimeout(go, 1, { timeRemaining: () => 9 }));
  const left = [...items];
  const go = (time) => {
    do action(left.shift()); while (left.length && (time.didTimeout || time.timeRemaining() > 8));
    if (left.length) wait(go, { timeout: 1000 });
  };
  if (left.length) wait(go, { timeout: 1000 });
}

export const quietly = (promise) =>
  promise.catch(() => say("Something could not be loaded; the page can be read without it."));
