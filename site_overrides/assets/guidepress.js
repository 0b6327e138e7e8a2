/* What a page can do beyond being read. Without this file every text is there and every link leads on:
   so each control is made here, none stands in the page. Texts are set as text, never as HTML. */
(() => {
  "use strict";

  const article = document.querySelector("article");
  const head = document.querySelector(".gp-head");
  // A page that was opened from a folder may not fetch its neighbours, and would say so in the console.
  const online = location.protocol.startsWith("http");
  if (!article) return;

  /* --- Making and saying ------------------------------------------------------------------------ */

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const button = (text, onclick, attributes = {}) =>
    make("button", { type: "button", onclick, ...attributes }, text);

  const said = make("p", { role: "status", class: "gp-said" });
  article.append(said);
  let silence;
  function say(text) {
    said.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { said.textContent = ""; }, 4000);
  }

  const find = (id) => (id ? document.getElementById(id) : null);
  function anchor() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  /* --- Copying ---------------------------------------------------------------------------------- */

  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      say(`${what} copied`);
    } catch {
      // Not a secure address, or not allowed: a field to copy from by hand.
      window.prompt(`${what}:`, text);
    }
  }

  const headingOf = (heading) => heading.textContent.replace(/#\s*$/, "").trim();

  function nameOf(link) {
    const heading = link.closest("h1, h2, h3");
    const name = heading ? headingOf(heading) : link.closest(".gp-statement").querySelector("p").textContent.trim();
    return name.length > 70 ? `${name.slice(0, 69).trimEnd()}…` : name;
  }

  function enhanceLinks() {
    for (const link of article.querySelectorAll(".headerlink, .gp-link")) {
      const id = link.getAttribute("href").slice(1);
      const address = new URL(`#${id}`, location.href.split(/[?#]/)[0]).href;
      const name = `Copy the link to: ${nameOf(link)}`;
      link.replaceWith(button("", () => copy(address, "Link"), {
        class: `${link.className} gp-copy`, "aria-label": name, title: "Copy the link", "data-link": id,
      }));
    }
  }

  function offerRecords() {
    for (const option of article.querySelectorAll(".gp-option[data-record]")) {
      const { guideline, version, root } = head.dataset;
      const address = new URL(`${root}${guideline}/${version}/index.html#${option.dataset.option}`, location.href);
      const record = [...JSON.parse(option.dataset.record), address.href].join("\n");
      const name = `Copy for the record: ${headingOf(option.previousElementSibling)}`;
      option.querySelector(".gp-profile").after(make("p", { class: "gp-tools" },
        button("Copy for the record", () => copy(record, "Text for the record"), { "aria-label": name })));
    }
  }

  /* --- Citations -------------------------------------------------------------------------------- */

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
    tip.hidden = false;
    shownFor = link;
    link.setAttribute("aria-describedby", tip.id);
    placeTip(link.getBoundingClientRect(), tip.offsetParent.getBoundingClientRect());
  }

  function placeTip(mark, ground) {
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

  function enhanceCitation(link) {
    const number = link.getAttribute("aria-label") ?? link.textContent;
    if (link.getAttribute("aria-label")) link.dataset.between = "true";
    link.setAttribute("aria-label", `${number}: ${link.title}`);
    link.removeAttribute("title");
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => showTip(link), 120);
    });
    link.addEventListener("pointerleave", () => later(hideTip, 250));
    link.addEventListener("focus", () => showTip(link));
    link.addEventListener("blur", hideTip);
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      openBefore = shownFor === link;
    });
    link.addEventListener("click", (event) => {
      if (!touched || openBefore) return hideTip();
      event.preventDefault();
      showTip(link);
    });
  }

  function enhanceCitations() {
    const links = article.querySelectorAll(".gp-cite a");
    if (!links.length) return;
    article.append(tip);
    links.forEach(enhanceCitation);
    tip.addEventListener("pointerenter", () => clearTimeout(waiting));
    tip.addEventListener("pointerleave", () => later(hideTip, 250));
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".gp-tip, .gp-cite")) hideTip();
    });
  }

  /* --- Options at a glance: marked and grouped, never hidden -------------------------------------- */

  function offerGlance() {
    const table = article.querySelector("table.gp-glance");
    const rows = [...table?.querySelectorAll("tbody tr") ?? []];
    if (rows.length < 2) return;
    const factors = JSON.parse(table.dataset.choices).map(([id, name, values]) => ({ id, name, values }));
    const named = new Map(rows.map((row) => [row, JSON.parse(row.dataset.named)]));
    const chosen = new Map(factors.map((factor) => [factor.id, new Set()]));
    const grouping = make("select", { id: "_grouping" }, make("option", { value: "" }, "no: as the document lists them"),
      make("option", { value: "_standing" }, "by standing"),
      ...factors.map((factor) => make("option", { value: factor.id }, `by ${factor.name.toLowerCase()}`)));

    /* Values of a factor may hold together (local, and of an extremity): so nothing is ruled out. */
    function stateOf(row, factor) {
      const values = named.get(row).filter(([id]) => id === factor.id).flatMap(([, each]) => each);
      const wanted = [...chosen.get(factor.id)];
      const hits = values.filter((value) => wanted.includes(value));
      if (!named.get(row).some(([id]) => id === factor.id)) return ["free", `No condition on ${factor.name.toLowerCase()}`];
      if (!wanted.length) return ["named", `Has a condition on ${factor.name.toLowerCase()}`];
      if (hits.length) return ["match", `Names ${hits.join(" and ")}`];
      return ["other", `Does not name ${wanted.join(" or ")}${values.length ? `, but ${values.join(" or ")}` : ""}`];
    }

    function mark() {
      for (const row of rows) {
        row.querySelector(".gp-marks")?.remove();
        const states = factors.filter((factor) => chosen.get(factor.id).size).map((factor) => stateOf(row, factor));
        row.classList.toggle("gp-fits", states.length > 0 && states.every(([state]) => state !== "other"));
        if (!states.length) continue;
        const list = states.map(([state, text]) => make("li", { class: `gp-mark-${state}` }, text));
        row.querySelector("th").append(make("ul", { class: "gp-marks" }, ...list));
      }
    }

    function group() {
      const factor = factors.find((each) => each.id === grouping.value);
      const nameFor = (row) => (factor ? stateOf(row, factor)[1] : row.dataset.standing);
      table.querySelectorAll("tbody").forEach((body) => body.remove());
      const groups = new Map();
      for (const row of rows) {
        const name = grouping.value ? nameFor(row) : "";
        groups.set(name, [...groups.get(name) ?? [], row]);
      }
      for (const [name, members] of groups) {
        const title = make("tr", { role: "row", class: "gp-group-name" },
          make("th", { colspan: "4", scope: "rowgroup", role: "rowheader" }, `${name} (${members.length})`));
        table.append(make("tbody", { role: "rowgroup" }, ...(name ? [title] : []), ...members));
      }
    }

    function update() {
      mark();
      group();
    }

    function chip(factor, value) {
      const each = button(value, () => {
        const values = chosen.get(factor.id);
        if (!values.delete(value)) values.add(value);
        each.setAttribute("aria-pressed", String(values.has(value)));
        clear.hidden = ![...chosen.values()].some((set) => set.size);
        update();
        const other = rows.filter((row) => row.querySelector(".gp-mark-other")).length;
        say(`${other} of ${rows.length} options name other values; all options are shown`);
      }, { class: "gp-chip", "aria-pressed": "false" });
      return each;
    }

    const clear = button("Clear the choice", () => {
      chosen.forEach((values) => values.clear());
      controls.querySelectorAll(".gp-chip").forEach((each) => each.setAttribute("aria-pressed", "false"));
      clear.hidden = true;
      update();
      controls.querySelector(".gp-chip").focus();
    }, { class: "gp-clear", hidden: "" });

    const choices = factors.filter((factor) => factor.values.length).map((factor) =>
      make("div", { role: "group", "aria-label": factor.name },
        make("span", { class: "gp-label", "aria-hidden": "true" }, factor.name), ...factor.values.map((value) => chip(factor, value))));
    const controls = make("div", { class: "gp-controls" },
      ...(choices.length ? [make("p", { class: "gp-note" }, "Mark what the conditions say of your patient. Every option stays in the table.")] : []),
      ...choices, make("div", {}, make("label", { class: "gp-label", for: grouping.id }, "Group"), grouping, clear));
    grouping.addEventListener("change", update);
    (table.closest(".md-typeset__scrollwrap") ?? table).before(controls);

    // Paper has the table as the document gives it.
    window.addEventListener("beforeprint", () => {
      table.querySelectorAll("tbody").forEach((body) => body.remove());
      table.append(make("tbody", { role: "rowgroup" }, ...rows));
    });
    window.addEventListener("afterprint", update);
  }

  /* --- Versions --------------------------------------------------------------------------------- */

  const IMPACTS = {
    initial: "first release", major: "changes what applies", minor: "changes substance",
    patch: "wording", none: "recorded, not changed",
  };
  const STATUSES = {
    active: "current", superseded: "superseded", withdrawn: "withdrawn", "entered-in-error": "in error, do not use",
  };
  const WEIGHT = ["major", "minor", "patch", "none"];

  const kept = new Map();
  function read(root, path) {
    const address = `${root}api/v1/${path}`;
    if (!kept.has(address)) {
      kept.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      }));
    }
    return kept.get(address);
  }

  const parts = (version) => version.split(".").map(Number);
  function order(one, other) {
    const [a, b] = [parts(one), parts(other)];
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  }

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

  /* --- Changes between versions, from the frozen deltas ------------------------------------------- */

  async function readChain(root, guideline, from, to) {
    const known = await read(root, `${guideline}/versions.json`);
    const steps = known.versions.filter((each) => order(each.version, from) > 0 && order(each.version, to) <= 0)
      .sort((a, b) => order(a.version, b.version));
    const deltas = await Promise.all(steps.map((each) =>
      (each.changes ? read(root, each.changes) : Promise.resolve({ changes: [] }))));
    return deltas.flatMap((delta, at) => delta.changes.map((change) => ({ ...change, version: steps[at].version })));
  }

  const entityOf = (change) => change.subject.split("/").at(-1);
  const homeOf = (change) => [change.new?.in, change.old?.in].map((each) => each?.split("/").at(-1)).filter(Boolean);

  function changeAddress(root, guideline, change) {
    return `${root}${guideline}/changes/index.html#_v${change.version.replaceAll(".", "-")}-${change.id.slice(0, 12)}`;
  }

  function changeLine(root, guideline, change) {
    return make("li", {}, ...(change.alert ? [make("strong", { class: "gp-alert" }, "Safety"), " "] : []), change.sentence, " ",
      make("a", { href: changeAddress(root, guideline, change) }, `${IMPACTS[change.impact]}, in ${change.version}`));
  }

  /* The places of a page at which a change is told: options first, else the entity itself. */
  function placesOf(change) {
    const ids = [entityOf(change), ...homeOf(change)];
    const copies = ids.flatMap((id) => [...article.querySelectorAll(`[data-statement="${CSS.escape(id)}"]`)]);
    const options = [...ids.map(find), ...copies].filter(Boolean).map((each) =>
      (each.tagName === "H3" && each.nextElementSibling?.matches(".gp-option") ? each.nextElementSibling : each.closest(".gp-option")));
    const found = new Set(options.filter(Boolean));
    if (!found.size) {
      const entity = find(entityOf(change)) ?? homeOf(change).map(find).find(Boolean);
      // What is gone has its old id in the list of what is gone, which is no place to read.
      if (entity && !entity.matches("dt")) found.add(entity.closest(".gp-statement, ol.gp-references > li, ul.gp-factors > li > div, ul.gp-factors > li") ?? entity);
    }
    return [...found];
  }

  function tellAt(target, since, lines) {
    const box = make("div", { class: "gp-box gp-since" }, make("p", { class: "gp-label" }, `Changed since ${since}`), make("ul", {}, ...lines));
    if (target.matches("h2, h3")) target.after(box);
    else if (target.matches(".gp-option")) target.prepend(box);
    else target.append(box);
    const row = target.dataset.option && article.querySelector(`tr[data-option="${CSS.escape(target.dataset.option)}"] th`);
    row?.append(" ", make("span", { class: "gp-changed gp-changed-since" },
      make("a", { href: `#${target.dataset.option}` }, `Changed since ${since}`)));
  }

  function count(changes) {
    const counts = WEIGHT.map((impact) => [impact, changes.filter((each) => each.impact === impact).length]);
    return counts.filter(([, number]) => number).map(([impact, number]) => `${number} × ${IMPACTS[impact]}`).join("; ");
  }

  async function tellSince(since) {
    const { guideline, root } = head.dataset;
    const known = await read(root, `${guideline}/versions.json`);
    const version = head.dataset.version === "draft" ? known.latest : head.dataset.version;
    const box = make("div", { class: "gp-box gp-since-head", role: "status" });
    head.prepend(box);
    const clean = make("a", { href: location.pathname + location.hash }, "Take the marks away");
    if (!known.versions.some((each) => each.version === since)) {
      box.append(make("p", {}, `There is no version “${since}” of this guideline. `, clean));
      return;
    }
    if (order(since, version) > 0) {
      box.append(make("p", {}, `Version ${since} is newer than this page, which is ${version}. `, clean));
      return;
    }
    const changes = await readChain(root, guideline, since, version);
    const told = changes.filter((each) => each.impact !== "none");
    const lines = new Map();
    const placeless = [];
    for (const change of told) {
      const targets = placesOf(change);
      if (!targets.length) placeless.push(change);
      for (const target of targets) lines.set(target, [...lines.get(target) ?? [], changeLine(root, guideline, change)]);
    }
    lines.forEach((items, target) => tellAt(target, since, items));
    const summary = count(changes) || "nothing changed";
    box.append(make("p", {}, make("strong", {}, `Since ${since}, up to ${version}: `), `${summary}. Marked where it changed. `, clean));
    if (placeless.length) {
      box.append(make("p", {}, "Not at one place of this page:"),
        make("ul", {}, ...placeless.map((change) => changeLine(root, guideline, change))));
    }
    find(anchor())?.scrollIntoView();
  }

  /* --- The page of changes ------------------------------------------------------------------------ */

  function offerImpacts() {
    const groups = [...article.querySelectorAll(".gp-release .gp-group")];
    const impacts = WEIGHT.filter((impact) => groups.some((each) => each.dataset.impact === impact));
    if (impacts.length < 2) return;
    const bar = make("div", { class: "gp-controls", role: "group", "aria-label": "Show only" },
      make("span", { class: "gp-label", "aria-hidden": "true" }, "Show"),
      ...["", ...impacts].map((impact) => {
        const items = groups.filter((each) => !impact || each.dataset.impact === impact);
        const number = items.reduce((sum, each) => sum + each.querySelectorAll(".gp-changes > li").length, 0);
        const each = button(`${impact ? IMPACTS[impact] : "everything"} (${number})`, () => {
          bar.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === each)));
          for (const group of groups) {
            group.hidden = Boolean(impact) && group.dataset.impact !== impact;
            if (group.matches("details")) group.open = group.dataset.impact === impact;
          }
          say(`${number} shown`);
        }, { class: "gp-chip", "aria-pressed": String(!impact) });
        return each;
      }));
    article.querySelector(".gp-changes-head").append(bar);
  }

  /* --- Comparing two versions --------------------------------------------------------------------- */

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  function entitiesOf(bundle) {
    const found = new Map();
    for (const name of ["factors", "options", "sections", "references"]) {
      for (const entity of bundle[name]) {
        found.set(entity.id, entity);
        // Where a statement stands is part of what it says: one that moved is not as it was.
        for (const statement of entity.statements ?? []) found.set(statement.id, { home: entity.id, ...statement });
      }
    }
    for (const list of bundle.lists) if (list.intro) found.set(list.intro.id, list.intro);
    return found;
  }

  function wordsOf(change) {
    const marks = { removed: "del", added: "ins" };
    return make("p", { class: "gp-words" }, ...change.words.map((piece) => (marks[piece.op]
      ? make(marks[piece.op], {}, make("span", { class: "gp-hidden" }, `[${piece.op}: `), piece.text, make("span", { class: "gp-hidden" }, "]"))
      : piece.text)));
  }

  function stepOf(root, guideline, change) {
    const line = make("p", { class: "gp-sentence" }, ...changeLine(root, guideline, change).childNodes);
    return [line, ...(change.words.length ? [wordsOf(change)] : []),
      ...(change.reason ? [make("p", { class: "gp-meta" }, `Why: ${change.reason}`)] : [])];
  }

  function entryOf(root, guideline, changes, undone) {
    return make("li", {}, ...changes.flatMap((change) => stepOf(root, guideline, change)),
      ...(undone ? [make("p", { class: "gp-meta" }, "In the end it is as it was: these changes cancel out.")] : []));
  }

  async function compareVersions(root, guideline, from, to) {
    const [changes, before, after] = await Promise.all([readChain(root, guideline, from, to),
      read(root, `${guideline}/${from}/bundle.json`), read(root, `${guideline}/${to}/bundle.json`)]);
    const [old, now] = [entitiesOf(before), entitiesOf(after)];
    const groups = new Map();
    for (const change of changes) groups.set(change.subject, [...groups.get(change.subject) ?? [], change]);
    const weight = (group) => Math.min(...group.map((each) => WEIGHT.indexOf(each.impact)));
    const sorted = [...groups.values()].sort((a, b) => weight(a) - weight(b));
    const undone = (group) => old.has(entityOf(group[0])) && same(old.get(entityOf(group[0])), now.get(entityOf(group[0])));
    const releases = new Set(changes.map((each) => each.version)).size;
    const items = (chosen) => chosen.map((group) => entryOf(root, guideline, group, undone(group)));
    const isRecorded = (group) => weight(group) === WEIGHT.indexOf("none");
    const recorded = sorted.filter(isRecorded);
    const told = sorted.filter((group) => !isRecorded(group));
    return [make("h2", {}, `From ${from} to ${to}`),
      make("p", {}, changes.length ? `${count(changes)}.` : "Nothing changed for readers."),
      make("p", { class: "gp-note" }, `These are the frozen changes of ${releases} release${releases === 1 ? "" : "s"}, put one behind the other; what changed more than once is listed with each step.`),
      make("ul", { class: "gp-changes" }, ...items(told)),
      ...(recorded.length ? [make("details", { class: "gp-folded" }, make("summary", {}, `Recorded, not changed: ${recorded.length}`),
        make("ul", { class: "gp-changes" }, ...items(recorded)))] : [])];
  }

  async function offerComparison() {
    const ground = article.querySelector(".gp-compare");
    const { root } = ground.dataset;
    const { guidelines } = await read(root, "index.json");
    if (!guidelines.length) return;
    const asked = new URLSearchParams(location.search);
    const field = (name) => make("select", { id: `_${name}` });
    const [guideline, from, to] = ["guideline", "from", "to"].map(field);
    const labelled = [["Guideline", guideline], ["From", from], ["To", to]].map(([label, each]) =>
      make("div", {}, make("label", { for: each.id }, label), each));
    const result = make("div", { class: "gp-result", "aria-live": "polite" });
    const fill = (each, values, wanted) => {
      each.replaceChildren(...values.map(([value, text]) => make("option", { value }, text)));
      if (values.some(([value]) => value === wanted)) each.value = wanted;
    };
    async function chooseGuideline(first, last) {
      const known = await read(root, `${guideline.value}/versions.json`);
      const values = known.versions.map((each) => [each.version, `${each.version} of ${each.released}`]);
      fill(from, values, first ?? values.at(Math.min(1, values.length - 1))[0]);
      fill(to, values, last ?? known.latest);
      await show();
    }
    async function show() {
      const [first, last] = [from.value, to.value].sort(order);
      const address = new URLSearchParams({ guideline: guideline.value, from: first, to: last });
      history.replaceState(null, "", `?${address}`);
      if (first === last) {
        result.replaceChildren(make("p", {}, "Choose two different versions."));
        return;
      }
      const shown = await compareVersions(root, guideline.value, first, last);
      // Another choice was made while the files were on their way: its answer is the one to show.
      if (location.search !== `?${address}`) return;
      if (from.value !== first) shown.splice(1, 0, make("p", { class: "gp-note" }, "Read from the older version to the newer one."));
      result.replaceChildren(...shown);
    }
    fill(guideline, guidelines.map((each) => [each.id, each.title]), asked.get("guideline"));
    const follow = (action) => () => {
      result.replaceChildren();
      quietly(action());
    };
    guideline.addEventListener("change", follow(() => chooseGuideline()));
    from.addEventListener("change", follow(show));
    to.addEventListener("change", follow(show));
    ground.querySelectorAll(":scope > :not(.gp-lede)").forEach((each) => each.remove());
    ground.append(make("div", { class: "gp-controls gp-form" }, ...labelled), result);
    await chooseGuideline(asked.get("from"), asked.get("to"));
  }

  /* --- What this page can do ---------------------------------------------------------------------- */

  const quietly = (promise) => promise.catch(() => say("Something could not be loaded; the page can be read without it."));

  enhanceCitations();
  offerGlance();
  if (head) offerRecords();
  enhanceLinks();
  if (article.querySelector(".gp-changes-head")) offerImpacts();
  if (online && article.querySelector(".gp-compare")) quietly(offerComparison());
  if (online && head) {
    offerVersions();
    if ("frozen" in head.dataset) quietly(tellStatus());
    window.addEventListener("hashchange", () => quietly(tellMissing()));
    quietly(tellMissing());
    const since = new URLSearchParams(location.search).get("since");
    if (since) quietly(tellSince(since));
  }
})();
