/* What is true of a patient, marked at each option and recommendation: nothing is hidden, dimmed or sorted. */
import { article, button, make } from "./page.js";
import { applies, evaluate } from "./conditions.js";

const KEY = "on.";
const ANSWERS = {
  applies: "Applies", "does not": "Does not apply", "not known": "Not known", "not stated": "No condition stated",
};
const byId = (list) => Object.fromEntries(list.map((each) => [each.id, each]));

/* The ids of the factors that a condition names, those inside named conditions too. */
function factorsIn(node, named, found = new Set(), seen = new Set()) {
  if (typeof node !== "object" || node === null) return found;
  if (typeof node.factor === "string") found.add(node.factor);
  if (typeof node.ref === "string" && !seen.has(node.ref)) {
    seen.add(node.ref);
    factorsIn(named[node.ref], named, found, seen);
  }
  for (const each of Object.values(node)) factorsIn(each, named, found, seen);
  return found;
}

/* A fact as the evaluator reads it: values that hold, and where the reader says so, that no other does. */
function factOf(factor, fields) {
  const given = fields.filter((each) => (each.type === "checkbox" ? each.checked : each.value.trim()));
  if (!given.length) return undefined;
  if (factor.type === "number") return given[0].value.trim();
  const held = given.map((each) => each.value);
  if (!factor.multiple) return held[0];
  if (!held.includes("")) return held;
  return Object.fromEntries(factor.values.map(({ id }) => [id, held.includes(id)]));
}

function checkbox(value, name) {
  const field = make("input", { type: "checkbox", value });
  return [field, make("label", {}, field, make("span", {}, name))];
}

function numberField(factor) {
  const field = make("input", { type: "text", inputmode: "decimal", value: "", maxlength: "20", "aria-label": `${factor.name}, ${factor.unit ?? "a number"}` });
  return [field, make("label", {}, field, ` ${factor.unit === "1" ? "" : factor.unit ?? ""}`)];
}

function fieldsOf(factor) {
  if (factor.type === "number") return [numberField(factor)];
  const values = factor.values.map(({ id, name }) => checkbox(id, name));
  return factor.multiple ? [...values, checkbox("", "none of the others")] : values;
}

function enable(tables, filter) {
  const data = JSON.parse(tables[0].dataset.terms);
  const terms = { factors: byId(data.factors), named: byId(data.named) };
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr[data-when]")])
    .map((row) => ({ row, thing: JSON.parse(row.dataset.when), groups: JSON.parse(row.dataset.groups ?? "[]") }));
  const asked = new Set(rows.flatMap(({ thing, groups }) => [...factorsIn([thing, groups], terms.named)]));
  const factors = data.factors.filter((each) => asked.has(each.id) && (each.type === "number" || each.values?.length));
  if (!factors.length) {
    filter.remove();
    return;
  }
  const fields = new Map();
  const groups = factors.map((factor) => {
    const made = fieldsOf(factor);
    fields.set(factor.id, made.map(([field]) => field));
    return make("fieldset", {}, make("legend", {}, factor.name), ...made.map(([, label]) => label));
  });
  const line = make("p", { class: "gp-count-line", role: "status" });
  const clear = button("Clear", () => {
    for (const each of [...fields.values()].flat()) {
      each.checked = false;
      if (each.type === "text") each.value = "";
    }
    update();
    filter.querySelector("input").focus();
  }, { class: "gp-chip" });
  filter.append(make("div", {}, ...groups, clear, line));
  filter.hidden = false;

  function markPart(span, facts) {
    const { truth } = evaluate(JSON.parse(span.dataset.part), facts, terms);
    span.classList.toggle("gp-fit", truth === "true");
    span.classList.toggle("gp-misfit", truth === "false");
    span.querySelector(".gp-verdict").textContent = { true: "matches", false: "does not match" }[truth] ?? "";
  }

  function markRow({ row, thing, groups }, facts) {
    const { answer, factors: open } = applies(thing, facts, terms, groups);
    const names = open.map((id) => terms.factors[id].name.toLowerCase());
    row.querySelectorAll("[data-part]").forEach((span) => markPart(span, facts));
    row.querySelector(".gp-answer")?.remove();
    if (Object.keys(facts).length) {
      const why = answer === "not known" && names.length ? `: depends on ${names.join(", ")}` : "";
      row.querySelector("th").append(make("span", { class: "gp-answer" }, `${ANSWERS[answer]}${why}`));
    }
    return answer;
  }

  function update() {
    const facts = Object.fromEntries(factors.map((each) => [each.id, factOf(each, fields.get(each.id))])
      .filter(([, fact]) => fact !== undefined));
    const answers = rows.map((each) => markRow(each, facts));
    const count = (answer) => answers.filter((each) => each === answer).length;
    line.textContent = Object.keys(facts).length
      ? `${count("applies")} ${count("applies") === 1 ? "applies" : "apply"}, ${count("does not")} ${count("does not") === 1 ? "does" : "do"} not, ${count("not known")} not known, ${count("not stated")} ${count("not stated") === 1 ? "states" : "state"} no condition. All ${rows.length} stay in the table.`
      : "";
    keep();
  }

  function keep() {
    const address = new URL(location.href);
    for (const factor of factors) {
      const held = fields.get(factor.id).filter((each) => (each.type === "checkbox" ? each.checked : each.value.trim()));
      if (held.length) address.searchParams.set(KEY + factor.id, held.map((each) => each.value.trim() || "-").join(","));
      else address.searchParams.delete(KEY + factor.id);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  function restore() {
    const given = new URLSearchParams(location.search);
    for (const factor of factors) {
      const held = given.get(KEY + factor.id)?.split(",") ?? [];
      for (const field of fields.get(factor.id)) {
        if (field.type === "checkbox") field.checked = held.includes(field.value || "-");
        else field.value = held[0] ?? "";
      }
      filter.open ||= held.length > 0;
    }
    if (filter.open) update();
  }

  filter.addEventListener("input", (event) => {
    const factor = factors.find((each) => fields.get(each.id).includes(event.target));
    // The values of such a factor exclude each other: the last one that was marked holds.
    if (factor?.type === "choice" && !factor.multiple && event.target.checked) {
      for (const each of fields.get(factor.id)) each.checked = each === event.target;
    }
    update();
  });
  restore();
}

export function offerGlance() {
  const [filter, ...others] = article.querySelectorAll(".gp-filter");
  // The second table follows the choices that are made at the first.
  others.forEach((each) => each.remove());
  if (filter) enable([...article.querySelectorAll("table.gp-glance")], filter);
}
