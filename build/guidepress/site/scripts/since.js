/* What changed since a version that the reader names (?since=), marked where it changed. */
import { anchor, article, find, head, make, show } from "./page.js";
import { changeLine, count, inForce, lost, order, read, readNet } from "./published.js";
import { place } from "./versions.js";

/* The places of a page at which a change is told: options and recommendations first, else the entity itself. */
function placesOf(change) {
  const ids = change.about;
  const options = ids.map(find).filter(Boolean).map((each) => each.closest(".gp-option"));
  const found = new Set(options.filter(Boolean));
  if (!found.size) {
    const entity = ids.map(find).find(Boolean);
    // What is gone has its old id in the list of what is gone, which is no place to read.
    if (entity && !entity.matches("dt")) found.add(entity.closest(".gp-statement, ol.gp-references > li, ul.gp-factors > li > div, ul.gp-factors > li") ?? entity);
  }
  return [...found];
}

function tellAt(target, since, changes) {
  const { guideline, root } = head.dataset;
  const safety = changes.some((each) => each.alert);
  const text = `${safety ? "Safety: changed" : "Changed"} since ${since}`;
  const lines = changes.map((each) => changeLine(root, guideline, each));
  const box = make("div", { class: "gp-box gp-since" }, make("p", { class: "gp-label" }, text), make("ul", {}, ...lines));
  if (target.matches("h2, h3")) target.after(box);
  else if (target.matches(".gp-option")) target.querySelector(".gp-body").prepend(box);
  else target.append(box);
  const id = target.querySelector(":scope > :is(h3, h4, h5)")?.id ?? "";
  const row = article.querySelector(`tr:is([data-option="${CSS.escape(id)}"], [data-recommendation="${CSS.escape(id)}"]) th`);
  row?.append(" ", make("span", { class: `gp-changed gp-changed-since${safety ? " gp-stop" : ""}` },
    make("a", { href: `#${id}` }, text)));
}

export async function tellSince(since) {
  const { guideline, root } = head.dataset;
  const known = await read(root, `${guideline}/versions.json`);
  const version = head.dataset.version === "draft" ? known.latest : head.dataset.version;
  const box = make("div", { class: "gp-box gp-since-head", role: "status" });
  head.prepend(box);
  const clean = make("a", { href: location.pathname + location.hash }, "Take the marks away");
  if (!inForce(known).some((each) => each.version === since)) {
    box.append(make("p", {}, `There is no version “${since}” of this guideline. `, clean));
    return;
  }
  if (order(since, version) > 0) {
    box.append(make("p", {}, `Version ${since} is newer than this page, which is ${version}. `, clean));
    return;
  }
  const net = await readNet(root, guideline, since, version);
  if (!net) {
    box.append(make("p", {}, `${lost(since, version)} `, clean));
    return;
  }
  const { changes } = net;
  const told = changes.filter((each) => each.impact !== "none");
  const places = new Map();
  const placeless = [];
  for (const change of told) {
    const targets = placesOf(change);
    if (!targets.length) placeless.push(change);
    for (const target of targets) places.set(target, [...places.get(target) ?? [], change]);
  }
  places.forEach((items, target) => tellAt(target, since, items));
  const summary = count(changes) || "nothing changed";
  box.append(make("p", {}, make("strong", {}, `Since ${since}, up to ${version}: `), `${summary}. Marked where it changed. `, clean));
  if (placeless.length) {
    box.append(make("p", {}, "Not at one place of this page:"),
      make("ul", {}, ...placeless.map((change) => changeLine(root, guideline, change))));
  }
  show(anchor());
}
