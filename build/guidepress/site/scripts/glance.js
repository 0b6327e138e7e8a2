/* Options at a glance: marked and grouped, never hidden. */
import { article, button, make, say } from "./page.js";

export function offerGlance() {
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
