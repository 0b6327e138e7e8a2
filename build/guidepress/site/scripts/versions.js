/* Which versions there are, and what this page could not know of them when it was written. */

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
function place() {
  const line = window.innerHeight / 3;
  const above = [...article.querySelectorAll("h2[id], h3[id]")].filter((each) => each.getBoundingClientRect().top < line);
  return above.at(-1)?.id ?? "";
}

function versionAddress(version, latest, root, guideline) {
  return version === latest ? `${root}${guideline}/index.html` : `${root}${guideline}/${version}/index.html`;
}

function offerVersions() {
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

/* What an old page could not know when it was written. */
async function tellStatus() {
  const { guideline, version, root } = head.dataset;
  const [known, ids] = await Promise.all([read(root, `${guideline}/versions.json`), read(root, `${guideline}/ids.json`)]);
  const status = known.versions.find((each) => each.version === version)?.status;
  const newest = known.versions.find((each) => each.version === known.latest);
  const here = () => {
    const id = anchor() || place();
    const fits = ids.ids.some((each) => each.id === id) || id.startsWith("_");
    return `${root}${guideline}/index.html${id && fits ? `#${id}` : ""}`;
  };
  const link = make("a", { href: here() }, `Version ${known.latest} of ${newest.released}`);
  const follow = () => { link.href = here(); };
  for (const event of ["pointerenter", "focus", "pointerdown"]) link.addEventListener(event, follow);
  window.addEventListener("hashchange", follow);
  const says = {
    active: ["This is the current version. ", "Its page, which follows later versions: ", link, "."],
    superseded: ["A newer version is current: ", link, "."],
    withdrawn: ["This guideline was withdrawn: ", link, "."],
    "entered-in-error": ["This version was in error. Current: ", link, "."],
  }[status];
  head.querySelector(".gp-frozen p:last-child").append(" ", make("span", { class: "gp-status" }, ...says));
}

async function tellMissing() {
  const { guideline, version, root } = head.dataset;
  document.querySelector(".gp-missing")?.remove();
  const id = anchor();
  if (!id || id.startsWith("_") || find(id)) return;
  const entry = (await read(root, `${guideline}/ids.json`)).ids.find((each) => each.id === id);
  if (!entry) return;
  const what = `${version === "draft" ? "This draft" : `Version ${version}`} has no ${entry.type} “${id}”.`;
  const when = `It stood in the versions from ${entry.first_version} to ${entry.last_version}.`;
  head.prepend(make("div", { class: "gp-box gp-warning gp-missing", role: "status" }, make("p", {}, `${what} ${when}`)));
  window.scrollTo(0, 0);
}
