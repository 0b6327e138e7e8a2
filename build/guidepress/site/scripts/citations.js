/* A citation shows its reference: under the pointer, with the keyboard, at a tap. */
import { article, find, make } from "./page.js";
import { headingOf } from "./copying.js";

const tip = make("div", { id: "_tip", role: "tooltip", class: "gp-tip", hidden: "" });
let shownFor = null;
let waiting;
let touched = false;
let openBefore = false;

/* The dash of a range stands for all references between its ends. */
function keysOf(link) {
  const links = [link];
  let next = link.nextElementSibling;
  while (link.dataset.between && next?.classList.contains("gp-between")) {
    links.push(next);
    next = next.nextElementSibling;
  }
  return links.map((each) => each.getAttribute("href").slice(1));
}

function referenceText(key) {
  const item = find(key)?.closest("li");
  if (!item) return "";
  const number = [...item.parentElement.children].indexOf(item) + 1;
  const lines = [...item.querySelectorAll(":scope > p:not(.gp-meta)")].map((line) =>
    make("span", { class: line.className || null }, line.textContent.trim()));
  const title = headingOf(item.querySelector("h3"));
  return make("p", {}, make("strong", {}, `${number}. ${title}`), ...lines);
}

function showTip(link) {
  clearTimeout(waiting);
  if (shownFor === link) return;
  hideTip();
  tip.replaceChildren(...keysOf(link).map(referenceText));
  if (touched) tip.append(make("p", { class: "gp-muted" }, "Tap the number again to go to the reference."));
  if (!tip.isConnected) article.append(tip);
  tip.hidden = false;
  shownFor = link;
  link.setAttribute("aria-describedby", tip.id);
  placeTip();
}

function placeTip() {
  const mark = shownFor.getBoundingClientRect();
  const ground = tip.offsetParent.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(mark.left - 16, width - tip.offsetWidth - 8));
  const above = mark.bottom + tip.offsetHeight + 16 > window.innerHeight && mark.top > tip.offsetHeight + 64;
  const top = above ? mark.top - tip.offsetHeight - 6 : mark.bottom + 6;
  tip.style.left = `${left - ground.left}px`;
  tip.style.top = `${top - ground.top}px`;
}

function hideTip() {
  clearTimeout(waiting);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  tip.hidden = true;
}

function later(action, milliseconds) {
  clearTimeout(waiting);
  waiting = setTimeout(action, milliseconds);
}

/* Its number alone says little to those who hear the page, and the title would show twice. */
function prepare(link) {
  if (!link.title) return;
  const number = link.getAttribute("aria-label") ?? link.textContent;
  if (link.getAttribute("aria-label")) link.dataset.between = "true";
  link.setAttribute("aria-label", `${number}: ${link.title}`);
  link.removeAttribute("title");
}

/* One ear for all marks: a page may have hundreds of them. */
function onCitations(kind, action) {
  article.addEventListener(kind, (event) => {
    const link = event.target.closest?.(".gp-cite a");
    if (link) action(link, event);
  });
}

export function enableCitations() {
  onCitations("pointerover", (link, event) => {
    prepare(link);
    if (event.pointerType === "mouse") later(() => showTip(link), 120);
  });
  onCitations("pointerout", () => later(hideTip, 250));
  onCitations("focusin", (link) => {
    prepare(link);
    showTip(link);
  });
  onCitations("focusout", hideTip);
  onCitations("pointerdown", (link, event) => {
    touched = event.pointerType === "touch";
    openBefore = shownFor === link;
  });
  onCitations("click", (link, event) => {
    if (!touched || openBefore) return hideTip();
    event.preventDefault();
    return showTip(link);
  });
  // What is added to the page above a citation moves it.
  new ResizeObserver(() => { if (shownFor) placeTip(); }).observe(article);
  tip.addEventListener("pointerenter", () => clearTimeout(waiting));
  tip.addEventListener("pointerleave", () => later(hideTip, 250));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".gp-tip, .gp-cite")) hideTip();
  });
}
