/* Which versions there are, and what this page could not know of them when it was written. */
import { anchor, article, find, head, make, show } from "./page.js";
import { headingOf } from "./copying.js";
import { CITATION, STATUSES, day, entitiesOf, order, read, readNet, workName } from "./published.js";

/* The id by which a version knew what is called `id` now; later pages keep old ids as anchors. */
function idIn(version, id, ids) {
  const entry = ids.find((each) => each.id === id);
  if (!entry || order(entry.first_version, version) <= 0) return id;
  const older = ids.filter((each) => each.id !== id && each.replaced_by.includes(id));
  const known = older.map((each) => idIn(version, each.id, ids)).find((each) =>
    ids.some((old) => old.id === each && order(old.first_version, version) <= 0));
  return known ?? id;
}

/* Where the reader is: the last entity above the upper third of the window, else the address. */
export function place() {
  const line = window.innerHeight / 3;
  const above = [...article.querySelectorAll("h2[id], h3[id], h4[id], h5[id]")].filter((each) => each.getBoundingClientRect().top < line);
  return above.at(-1)?.id ?? "";
}

function versionAddress(version, latest, root, guideline) {
  return version === latest ? `${root}${guideline}/index.html` : `${root}${guideline}/${version}/index.html`;
}

export function offerVersions() {
  const { guideline, version, root } = head.dataset;
  const list = make("ul", {}, make("li", {}, "…"));
  const menu = make("details", { class: "gp-versions" },
    make("summary", { "aria-label": `Version ${version}, choose another` }, version), list);
  async function fill() {
    const [known, ids] = await Promise.all([read(root, `${guideline}/versions.json`), read(root, `${guideline}/ids.json`)]);
    const id = place();
    list.replaceChildren(...known.versions.map((each) => {
      const target = idIn(each.version, id, ids.ids);
      const address = versionAddress(each.version, known.latest, root, guideline) + (target ? `#${target}` : "");
      return make("li", {}, make("a", { href: address, "aria-current": each.version === version ? "page" : null },
        make("strong", {}, each.version), ` ${STATUSES[each.status]}, published ${day(each.released)}`));
    }), make("li", {}, make("a", { href: `${root}${guideline}/changes/index.html` }, "All changes")));
  }
  menu.addEventListener("toggle", () => {
    if (menu.open) fill().catch(() => list.replaceChildren(make("li", {}, "The list of versions could not be loaded.")));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!menu.contains(event.target)) menu.open = false; });
  document.querySelector(".md-header__title")?.after(menu);
}

/* In view wherever the reader is: many come by a link to one place of an old page. */
const STRIPS = {
  superseded: "Superseded", withdrawn: "Withdrawn: do not use", "entered-in-error": "In error: do not use",
  "in-consultation": "In consultation, not in force: treat no patient by it",
};
/* Said at each card too: its colour is seen neither on paper nor in forced colours. */
const PILLS = { "withdrawn": "Withdrawn: do not use", "entered-in-error": "In error: do not use", "in-consultation": "Not in force" };
const wide = (text) => make("span", { class: "gp-wide-words" }, text);

function entityHere(ids) {
  const id = anchor() || place();
  return ids.some((each) => each.id === id) || id.startsWith("_") ? id : "";
}

/* In the header, whose height the theme minds when it marks the contents. */
export function showStrip(calm, ...words) {
  const header = document.querySelector(".md-header");
  const shown = make("span", { class: "md-grid" }, ...words);
  header.append(make("p", { class: `gp-strip${calm ? "" : " gp-strip-stop"}`, role: "note" }, shown));
  // What sticks below it begins where it ends, however many lines it has.
  const measure = () => document.documentElement.style.setProperty("--gp-header", `${header.offsetHeight}px`);
  measure();
  new ResizeObserver(measure).observe(header);
  show(anchor());
  return shown;
}

function replacement(title, address, withdrawn, version) {
  const named = address ? make("a", { href: address }, "another guideline", wide(`: ${title}`)) : title;
  return [make("strong", {}, "Replaced by "), named, version ? `, version ${version}` : "", withdrawn ? ", withdrawn. " : ". "];
}

/* An entity by all its ids, from this one on. */
function namesOf(id, ids, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  ids.find((each) => each.id === id)?.replaced_by.forEach((next) => namesOf(next, ids, found));
  return found;
}

/* What became of an entity since: whether it is gone, and how many changes of it there are. */
function fateOf(id, known, ids, changes) {
  const entry = ids.find((each) => each.id === id);
  const gone = entry && entry.last_version !== known.latest && !entry.replaced_by.length;
  const names = namesOf(id, ids);
  const told = changes?.filter((each) => each.impact !== "none" && each.about.some((name) => names.has(name))) ?? [];
  const words = `${told.length} change${told.length === 1 ? "" : "s"}`;
  return { entry, gone, words: told.length ? words : "", safety: told.some((each) => each.alert) ? " (safety)" : "" };
}

/* What is said of the place that is read here, and leads to it in the current version. */
function leadOn(id, newest, known, ids, changes) {
  const { guideline, version, root } = head.dataset;
  const { entry, gone, words, safety } = fateOf(id, known, ids, changes);
  const link = (text, address) => make("a", { href: `${root}${guideline}/${address}` }, text);
  const at = id ? `#${id}` : "";
  const since = (text) => (changes ? [": ", link(text, `index.html?since=${version}${at}`)] : []);
  if (gone) return [`This ${entry.type} is not in ${newest.version}: `, link("see why", "changes/index.html")];
  if (!entry) return [link(`Read ${newest.version}`, `index.html${at}`), ...since("what changed since")];
  // That none is listed at the place is no promise that nothing there applies otherwise.
  return [link(`Read this ${entry.type} in ${newest.version}`, `index.html${at}`), ...since(words ? `${words} since` : "what changed since"), safety];
}

/* Each option of an old page leads to itself in the current version, and says what changed there since. */
function linkOptions(known, ids, changes) {
  const { guideline, root } = head.dataset;
  for (const option of article.querySelectorAll(".gp-option")) {
    const heading = option.querySelector(":scope > :is(h3, h4, h5)");
    const { id } = heading;
    const { entry, gone, words, safety } = fateOf(id, known, ids, changes);
    if (!entry) continue;
    const what = gone ? `not in ${known.latest}` : `in ${known.latest}${words && `: ${words}`}${safety}`;
    const target = gone ? `${root}${guideline}/changes/index.html` : `${root}${guideline}/index.html#${id}`;
    option.querySelector(".gp-state").append(make("a", { class: "gp-pill gp-old", href: target, "aria-label": `Superseded, ${what}: ${headingOf(heading)}` }, `Superseded, ${what}`));
  }
}

/* Says what each notice is about, as this version calls it: that is read after the notice is shown. */
async function nameSubjects(alerts, ids) {
  const { guideline, version, root } = head.dataset;
  const bundle = alerts.length ? await read(root, `${guideline}/${version}/bundle.json`).catch(() => null) : null;
  const subject = (id, line) => {
    const then = idIn(version, id, ids);
    const text = bundle ? entityName(bundle, then).replace(/\.$/, "") : then;
    // In what opens a notice a link would be a stop within a stop.
    return find(then) && !line.closest("summary") ? make("a", { href: `#${then}` }, text) : text;
  };
  alerts.forEach(({ about }, at) => {
    for (const line of article.querySelectorAll(`[data-notice="${at}"] .gp-about`)) line.append(...about.flatMap((id, place) => [place ? "; " : ", about ", subject(id, line)]));
  });
}

const noticeName = ({ alert }) => (alert ? "Safety notice" : "Notice");
function noticeAddress({ id, guideline: of }) {
  const { guideline, root } = head.dataset;
  return `${root}${guideline}/index.html#_notice-${of === guideline ? id : `${of}-${id}`}`;
}

/* The text whole, or a line, which opens. Where it is not on what holds it, its subject is named. */
function noticeBox(notice, at, folded) {
  const { authority, date, text, about, alert } = notice;
  const name = noticeName(notice);
  const link = make("a", { href: noticeAddress(notice) }, `${name} of ${authority}, ${day(date)}`);
  const subjects = () => make("span", { class: "gp-about" }, about.length ? "" : ", about the whole guideline");
  const whole = make("p", {}, link, subjects(), `: ${text}`);
  const look = { class: `gp-box gp-noticed${alert ? " gp-stop" : ""}`, "data-notice": at };
  if (!folded) return make("div", look, whole);
  return make("details", look, make("summary", {}, make("strong", {}, name), `, ${day(date)}`, subjects()), whole);
}

/* The first is read whole, and what is short or on the whole guideline; of what else warns of nothing, a line. */
const isLong = ({ text, about }, at) => at > 0 && about.length > 0 && text.length > 100;

/* The cards that what is said of an entity is on: of advice on an option, that of the option, too. */
const cardsOf = (id) => [...article.querySelectorAll(".gp-option")]
  .filter((card) => card.contains(find(id)) || card.dataset.of?.split(" ").includes(id));

/* What is about options or recommendations stands whole at each of them, so that a line is enough above. */
function placeNotices(alerts, ids) {
  const boxes = [...head.querySelectorAll(":scope > .gp-noticed")];
  // Each comes before what is there: the last one first, so that they stand in their order.
  for (const [at, each] of [...alerts.entries()].reverse()) {
    const subjects = each.about.map((id) => idIn(head.dataset.version, id, ids));
    const cards = subjects.map(cardsOf);
    for (const card of new Set(cards.flat())) {
      const heading = card.querySelector(":scope > :is(h3, h4, h5)");
      const box = noticeBox(each, at, false);
      if (subjects.includes(heading.id)) box.removeAttribute("data-notice");
      card.querySelector(".gp-body").prepend(box);
      const source = make("a", { href: noticeAddress(each), "aria-label": `${each.authority}, ${day(each.date)}: ${headingOf(heading)}` }, `${each.authority}, ${day(each.date)}`);
      article.querySelector(`tr:is([data-option="${heading.id}"], [data-recommendation="${heading.id}"]) th`)?.append(
        make("span", { class: "gp-standing" }, make("strong", { class: each.alert ? "gp-alert" : null }, noticeName(each)), " ", source));
    }
    if (isLong(each, at) && cards.every((held) => held.length)) boxes[at].replaceWith(noticeBox(each, at, true));
  }
}

/* What an old page could not know when it was written. */
export async function tellStatus() {
  const { guideline, version, root } = head.dataset;
  const known = await read(root, `${guideline}/versions.json`);
  // Where a warning is on the whole guideline, what is on it comes first: no card repeats it.
  const whole = known.alerts.some((each) => each.alert && !each.about.length);
  const alerts = whole ? [...known.alerts].sort((one, other) => Boolean(one.about.length) - Boolean(other.about.length)) : known.alerts;
  head.prepend(...alerts.map((each, at) => noticeBox(each, at, !each.alert && isLong(each, at))));
  if (alerts.length || known.related.some(({ kind }) => kind === "replaced-by")) {
    head.classList.add("gp-crowded");
    head.querySelector(".gp-status").append(...head.querySelectorAll(":scope > .gp-timeline"));
  }
  const { ids } = await read(root, `${guideline}/ids.json`);
  placeNotices(alerts, ids);
  nameSubjects(alerts, ids);
  const status = known.versions.find((each) => each.version === version)?.status;
  const newest = known.versions.find((each) => each.version === known.latest);
  if (status === "active") head.querySelector(".gp-may").replaceWith("This is the current version.");
  const warned = alerts.some((each) => each.alert);
  const over = status === "withdrawn" || newest?.status === "withdrawn";
  const by = known.versions.find(({ corrects }) => corrects === version)?.version;
  const corrected = by && over ? `; ${by}, withdrawn since, corrects it` : by && by !== newest.version ? `; ${by} corrects it` : "";
  const words = STRIPS[status] ? [make("strong", {}, STRIPS[status], corrected, ...(over || !newest ? ["."]
    : [`; ${newest.version}`, wide(`, published ${day(newest.released)},`), by === newest.version ? " corrects it." : " is current."])), " "] : [];
  if (warned) words.push(make("strong", {}, "There is a safety notice."), " ");
  for (const each of known.related.filter(({ kind }) => kind === "replaced-by")) {
    words.push(...replacement(each.title ?? each.guideline, each.versions ? `${root}${each.guideline}/index.html` : each.url ?? null, each.status === "withdrawn", each.version));
  }
  if (!words.length) return;
  const changes = status === "superseded" && newest ? (await readNet(root, guideline, version, known.latest).catch(() => null))?.changes : null;
  const more = make("span", {});
  let at;
  const follow = () => {
    const id = entityHere(ids);
    if (id === at) return;
    at = id;
    more.replaceChildren(...(over ? [make("a", { href: `${root}${guideline}/index.html` }, "What became of it")]
      : newest ? leadOn(id, newest, known, ids, changes) : []));
  };
  follow();
  showStrip(status === "superseded" && !warned, ...words, more);
  for (const event of ["hashchange", "scrollend"]) window.addEventListener(event, follow);
  if (status === "superseded") linkOptions(known, ids, changes);
  for (const state of PILLS[status] ? article.querySelectorAll(".gp-option .gp-state") : []) state.append(make("strong", { class: "gp-pill" }, PILLS[status]));
  const running = getComputedStyle(document.documentElement).getPropertyValue("--gp-running");
  if (status === "superseded" && newest) document.documentElement.style.setProperty("--gp-running", running.replace("May be superseded", `Superseded by ${newest.version}`));
}

/* A draft, a withdrawn guideline and one that another replaces say it themselves. */
export function tellOwnStatus() {
  const { strip, version, replacedBy, replacedVersion, address, withdrawn } = head.dataset;
  const words = [...(strip ? [make("strong", {}, strip), " "] : []), ...(replacedBy ? replacement(replacedBy, address ?? null, withdrawn, replacedVersion) : [])];
  if (words.length) showStrip(version === "draft" || !strip, ...words);
}

/* The page says the age at its publication; the reader's own clock knows better. */
export function offerAge() {
  const now = new Date();
  for (const shown of article.querySelectorAll(".gp-age[data-updated]")) {
    const then = new Date(shown.dataset.updated);
    const early = now.getUTCMonth() - then.getUTCMonth() || now.getUTCDate() - then.getUTCDate();
    const years = now.getUTCFullYear() - then.getUTCFullYear() - (early < 0 ? 1 : 0);
    if (years > 0) shown.textContent = `${shown.textContent.split(",")[0]}, ${years} year${years === 1 ? "" : "s"} old`;
  }
}

/* What an entity of a bundle is called: an option by its name, a work by its author, a text by its words. */
function entityName(bundle, id) {
  const found = entitiesOf(bundle).get(id);
  if (!found) return id;
  // Only a work has "custom"; a statement has a "type" as well.
  const name = found.custom ? workName(found) : found.name ?? found.title ?? found.text?.replaceAll(CITATION, "").trim() ?? id;
  return name.length > 90 ? `${name.slice(0, 89).trimEnd()}…` : name;
}

/* An address that names what this page does not have: say what it is, and where it can be read. */
export async function tellMissing() {
  const { guideline, version, root } = head.dataset;
  document.querySelector(".gp-missing")?.remove();
  const id = anchor();
  const there = find(id);
  // What is gone has its id in the list of what is gone, without its name.
  if (!id || id.startsWith("_") || (there && !there.matches("dt"))) return;
  const [known, ids] = await Promise.all([read(root, `${guideline}/versions.json`), read(root, `${guideline}/ids.json`)]);
  const here = version === "draft" ? "This draft" : `Version ${version}`;
  const lines = await missingLines(here, id, ids.ids.find((each) => each.id === id), known);
  if (anchor() !== id) return;
  const reason = there?.nextElementSibling.matches("[data-reason]") ? there.nextElementSibling.textContent : "";
  if (reason) lines.push(` Why it is gone: ${reason}`);
  head.prepend(make("div", { class: "gp-box gp-warning gp-missing", role: "status" }, make("p", {}, ...lines)));
  window.scrollTo(0, 0);
}

async function missingLines(here, id, entry, known) {
  const { guideline, version, root } = head.dataset;
  if (!entry) return [`Nothing on this page is called “${id}”, and nothing was in any other version: the address may be mistyped.`];
  const name = entityName(await read(root, `${guideline}/${entry.last_version}/bundle.json`), id);
  const target = (at, text) => make("a", { href: `${versionAddress(at, known.latest, root, guideline)}#${id}` }, text);
  const line = `${here} does not have the ${entry.type} “${name}”`;
  if (version !== "draft" && order(entry.first_version, version) > 0) {
    return [`${line}, which came with version ${entry.first_version}. `, target(entry.last_version, `Read it in ${entry.last_version}`), "."];
  }
  return [`${line}: it was removed after version ${entry.last_version}. `, target(entry.last_version, `Read what ${entry.last_version} said`), "."];
}
