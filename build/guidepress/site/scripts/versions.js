/* Which versions there are, and what this page could not know of them when it was written. */
import { anchor, article, find, head, make } from "./page.js";
import { CITATION, STATUSES, entitiesOf, order, read, workName } from "./published.js";

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
  const above = [...article.querySelectorAll("h2[id], h3[id]")].filter((each) => each.getBoundingClientRect().top < line);
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
        make("strong", {}, each.version), ` ${STATUSES[each.status]}, ${each.released}`));
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
const STRIPS = { superseded: "Superseded.", withdrawn: "Withdrawn.", "entered-in-error": "In error, do not use." };
function showStrip(status, newest, link) {
  if (!STRIPS[status]) return;
  link.textContent = `version ${newest.version} of ${newest.released}`;
  article.prepend(make("p", { class: `gp-strip gp-strip-${status}` },
    make("strong", {}, STRIPS[status]), status === "withdrawn" ? " See: " : " Current: ", link));
}

/* What an old page could not know when it was written. */
export async function tellStatus() {
  const { guideline, version, root } = head.dataset;
  const [known, ids] = await Promise.all([read(root, `${guideline}/versions.json`), read(root, `${guideline}/ids.json`)]);
  const status = known.versions.find((each) => each.version === version)?.status;
  const newest = known.versions.find((each) => each.version === known.latest);
  if (!newest) return;
  const here = () => {
    const id = anchor() || place();
    const fits = ids.ids.some((each) => each.id === id) || id.startsWith("_");
    return `${root}${guideline}/index.html${id && fits ? `#${id}` : ""}`;
  };
  const links = [0, 1].map(() => make("a", { href: here() }, `Version ${known.latest} of ${newest.released}`));
  const [link, short] = links;
  const follow = () => links.forEach((each) => { each.href = here(); });
  for (const event of ["pointerenter", "focus", "pointerdown"]) links.forEach((each) => each.addEventListener(event, follow));
  window.addEventListener("hashchange", follow);
  showStrip(status, newest, short);
  for (const each of known.alerts) {
    const name = each.guideline === guideline ? each.id : `${each.guideline}-${each.id}`;
    head.prepend(make("div", { class: `gp-box${each.alert ? " gp-warning" : ""}` }, make("p", {},
      make("a", { href: `${root}${guideline}/index.html#_notice-${name}` }, `Notice of ${each.authority}, ${each.date}`),
      `: ${each.text}`)));
  }
  const says = {
    "in-consultation": ["In force: ", link, "."],
    active: ["This is the current version. ", "Its page, which follows later versions: ", link, "."],
    superseded: ["A newer version is current: ", link, "."],
    withdrawn: ["This guideline was withdrawn: ", link, "."],
    "entered-in-error": ["This version was in error. Current: ", link, "."],
  }[status];
  head.querySelector(".gp-frozen p:last-child").append(" ", make("span", { class: "gp-status" }, ...says));
}

/* What an entity of a bundle is called: an option by its name, a work by its author, a text by its words. */
function entityName(bundle, id) {
  const found = entitiesOf(bundle).get(id);
  if (!found) return id;
  const name = found.name ?? (found.type ? workName(found) : found.title ?? found.text?.replaceAll(CITATION, ""));
  return name.length > 90 ? `${name.slice(0, 89).trimEnd()}…` : name;
}

/* An address that names what this page does not have: say what it is, and where it can be read. */
export async function tellMissing() {
  const { guideline, version, root } = head.dataset;
  document.querySelector(".gp-missing")?.remove();
  const id = anchor();
  if (!id || id.startsWith("_") || find(id)) return;
  const [known, ids] = await Promise.all([read(root, `${guideline}/versions.json`), read(root, `${guideline}/ids.json`)]);
  const here = version === "draft" ? "This draft" : `Version ${version}`;
  const lines = await missingLines(here, id, ids.ids.find((each) => each.id === id), known);
  if (anchor() !== id) return;
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
