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

/* Whether some condition asks if a factor is known at all: then a reader can say that it is not. */
const asksWhetherKnown = (node, id) => typeof node === "object" && node !== null
  && ((node.factor === id && "known" in node) || Object.values(node).some((each) => asksWhetherKnown(each, id)));

/* In what a number can be typed that is kept in another unit, and how many of that one is. */
const LARGER = { mo: ["years", 12] };

/* The least and the most that a patient can have, by unit: what is beyond is a slip of the finger. */
const LIMITS = { a: [0, 130], mo: [0, 1560], wk: [0, 6800], d: [0, 47500], kg: [0, 700], "mm[Hg]": [-Infinity, 400] };
/* Amounts, times, and what is counted in either; a score, or an excess in mmol, can be below zero. */
const NOT_NEGATIVE = /^([fpnumcdk]?[gLl]|[mc]?m[23]?|h|min|s|10\*[0-9]{1,2}|)([./]|$)/;
const limitsOf = ({ unit, minimum, maximum }) => {
  const [least, most] = LIMITS[unit] ?? [unit && NOT_NEGATIVE.test(unit) ? 0 : -Infinity, Infinity];
  return [Number(minimum ?? least), Number(maximum ?? most)];
};

const NOT_KNOWN = "?", NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/;
const limits = new WeakMap();
const canBe = (field, [least, most] = limits.get(field)) => Number(field.value) >= least && Number(field.value) <= most;
const holds = (field) => (field.type === "checkbox" ? field.checked : NUMBER.test(field.value.trim()) && canBe(field));

/* A fact as the evaluator reads it: values that hold, and where the reader says so, that no other does. */
function factOf(factor, fields) {
  const given = fields.filter(holds);
  if (!given.length) return undefined;
  const held = given.map((each) => each.value.trim());
  if (held.includes(NOT_KNOWN)) return null;
  if (factor.type === "number") return held[0];
  if (!factor.multiple) return held[0];
  if (!held.includes("")) return held;
  return Object.fromEntries(factor.values.map(({ id }) => [id, held.includes(id)]));
}

function checkbox(value, name) {
  const field = make("input", { type: "checkbox", value });
  return [field, make("label", {}, field, make("span", {}, name))];
}

function numberField(factor) {
  const wrong = make("strong", { class: "gp-wrong", id: `_wrong-${factor.id}`, role: "alert" });
  const number = (unit, range) => {
    const made = make("input", { type: "text", inputmode: "decimal", value: "", maxlength: "20", "aria-label": `${factor.name}, ${unit || "a number"}`, "aria-describedby": wrong.id });
    limits.set(made, range);
    return made;
  };
  const range = limitsOf(factor);
  const field = number(factor.shown, range);
  const [unit, times] = LARGER[factor.unit] ?? [];
  if (!unit) return [field, make("label", {}, field, ` ${factor.shown}`, wrong)];
  const larger = number(unit, range.map((each) => each / times));
  larger.addEventListener("input", (event) => {
    event.stopPropagation();
    const given = larger.value.trim();
    field.value = NUMBER.test(given) ? inUnits(given, times) : given;
    field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: larger }));
  });
  field.addEventListener("input", ({ detail }) => { if (detail !== larger) larger.value = ""; });
  return [field, make("span", { class: "gp-two-units" }, make("label", {}, larger, ` ${unit}`), " or ", make("label", {}, field, ` ${factor.shown}`), wrong)];
}

/* Digit by digit, since a number that a computer rounds can fall on the other side of a border. */
function inUnits(given, times) {
  const [whole, part = ""] = given.split(".");
  const digits = (BigInt(whole + part) * BigInt(times)).toString().replace("-", "").padStart(part.length + 1, "0");
  const point = digits.length - part.length;
  const number = part ? `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, "") : digits;
  return `${given.startsWith("-") ? "-" : ""}${number}`;
}

/* What is no number is not taken for one: the reader is told, and the answer stays open. */
function judgeNumber(typed) {
  const given = typed.value.trim();
  const fault = !given || holds(typed) ? "" : `“${given}” ${NUMBER.test(given) ? sayLimits(limits.get(typed)) : sayForm(given)}`;
  const place = typed.closest("fieldset");
  place.querySelectorAll("input[type=text]").forEach((each) => each.setAttribute("aria-invalid", String(each === typed && fault !== "")));
  place.querySelector(".gp-wrong").textContent = fault;
}

const sayForm = (given) => `is no number: ${given.includes(",") ? "a decimal comma is not read, write a point, as in 2.5" : "write digits only, such as 65 or 2.5"}`;
const sayLimits = ([least, most]) => `cannot be right: write ${most === Infinity ? `${least} or more` : least === -Infinity ? `${most} or less` : `${least} to ${most}`}`;

function fieldsOf(factor, asked) {
  const unknown = asked ? [checkbox(NOT_KNOWN, "not known")] : [];
  if (factor.type === "number") return [numberField(factor), ...unknown];
  const values = factor.values.map(({ id, name }) => checkbox(id, name));
  return [...values, ...(factor.multiple ? [checkbox("", "none of the others")] : []), ...unknown];
}

/* Of what an answer depends on: factors that are not answered, and words that only a person can judge. */
function openIn(answers, terms) {
  const names = [...new Set(answers.flatMap(({ factors }) => factors))].map((id) => terms.factors[id]?.name ?? id);
  const texts = [...new Set(answers.flatMap((each) => each.texts))];
  return [names.length ? `still open: ${names.join(", ")}` : "", texts.length ? `for you to judge: ${texts.map((each) => `“${each}”`).join(", ")}` : ""]
    .filter(Boolean).join("; ");
}

const count = (answers, wanted) => answers.filter(({ answer }) => answer === wanted).length;
const verb = (number, one, many) => `${number} ${number === 1 ? one : many}`;

const sayCounts = (ways, answers) => Object.entries(ways)
  .map(([answer, words]) => [count(answers, answer), ...words]).filter(([number]) => number).map((each) => verb(...each)).join(", ");

/* What an option holds can fail to fit although the option fits, which must be said beside it. */
function sayInside(name, answers, terms) {
  if (answers.every(({ answer }) => answer === "not stated")) return "";
  if (count(answers, "does not") === answers.length) return `${name}: none applies`;
  const ways = { applies: ["applies", "apply"], "does not": ["does not", "do not"], "not known": ["not known", "not known"], "not stated": ["without a condition", "without a condition"] };
  const open = openIn(answers.filter(({ answer }) => answer === "not known"), terms);
  return `${name}: ${sayCounts(ways, answers)}${open ? ` (${open})` : ""}`;
}

/* One answer: "no condition stated", or "applies", beside doses of which none does would be two. */
const sayNone = (answer, itself) => (answer === "not stated" ? "None of its doses applies" : `${itself}${answer === "applies" ? ", but none of its doses does" : "; none of its doses applies"}`);

/* Parts of one recommendation can advise for and against: how many apply would not say which. */
function sayWhich(answers) {
  const such = answers.filter(({ answer, says }) => answer === "applies" && says).map(({ says }) => says);
  return such.length ? `Applies: ${such.join("; ")}` : "";
}

/* "Not recommended" stands among the doses of an option and is none. */
function sayAgainst(answers, terms) {
  const open = answers.filter(({ answer }) => answer === "not known");
  const advise = (number) => `${verb(number, "advises", "advise")} against`;
  const [sure, always] = [count(answers, "applies"), count(answers, "not stated")];
  return [sure ? advise(sure) : "", always ? `${advise(always)} without a condition` : "", open.length ? `${open.length} may advise against (${openIn(open, terms)})` : ""]
    .filter(Boolean).join(", ");
}

function sayCautions(answers) {
  const left = answers.length - count(answers, "does not");
  const such = count(answers, "applies");
  return left ? `Contraindications to check: ${left}${such ? `, of these for such a patient: ${such}` : ""}` : "";
}

const states = (each) => [each, ...(each.within ?? [])].some((one) => one.applies_when || one.population);

const MOST_DOSES = 4;
/* How much to give is decided by which dose applies, and not by how many. */
const textOf = ({ id }) => document.getElementById(id)?.querySelector("dd > span:not(.gp-answer)").textContent.split(", applies when ")[0].trim() ?? "";
function sayDoses(answers) {
  const such = answers.filter(({ answer }) => answer === "applies").map(textOf).filter(Boolean);
  return such.length > MOST_DOSES ? ["Which apply is marked at each dose"] : such.map((each) => `Applies: ${each}`);
}

/* The same is marked at the doses themselves. */
function markDose({ id, what, answer, factors, texts }, terms) {
  const place = document.getElementById(id);
  place?.querySelector(".gp-answer")?.remove();
  place?.classList.toggle("gp-applies-now", answer === "applies");
  if (!place || !answer) return;
  const open = answer === "not known" ? openIn([{ factors, texts }], terms) : "";
  const words = what === "against" && answer === "applies" ? "Advises against" : ANSWERS[answer];
  place.querySelector("dd").prepend(make("span", { class: "gp-answer" }, open ? `${words}; ${open}` : words));
}

function enable(tables, filter) {
  const data = JSON.parse(tables[0].dataset.terms);
  const terms = { factors: byId(data.factors), named: byId(data.named) };
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr[data-when]")])
    .map((row) => ({
      row, thing: JSON.parse(row.dataset.when), groups: JSON.parse(row.dataset.groups ?? "[]"), inside: JSON.parse(row.dataset.inside ?? "[]"),
    }));
  const conditions = rows.map(({ thing, groups, inside }) => [thing, groups, inside]);
  const asked = factorsIn(conditions, terms.named);
  const factors = data.factors.filter((each) => asked.has(each.id) && (each.type === "number" || each.values?.length));
  if (!factors.length) {
    filter.remove();
    return;
  }
  const fields = new Map();
  const groups = factors.map((factor) => {
    const made = fieldsOf(factor, asksWhetherKnown([conditions, data.named], factor.id));
    fields.set(factor.id, made.map(([field]) => field));
    return make("fieldset", {}, make("legend", {}, factor.name), ...made.map(([, label]) => label));
  });
  const line = make("p", { class: "gp-count-line", role: "status" });
  const clear = button("Clear", () => {
    for (const each of [...fields.values()].flat()) {
      each.checked = false;
      if (each.type === "text") {
        each.value = "";
        judgeNumber(each);
      }
    }
    filter.querySelectorAll("input[type=text]").forEach((each) => { each.value = ""; });
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

  function markRow({ row, thing, groups, inside }, facts) {
    const found = applies(thing, facts, terms, groups);
    row.querySelectorAll("[data-part]").forEach((span) => markPart(span, facts));
    row.querySelectorAll(".gp-answer").forEach((each) => each.remove());
    const own = inside.filter((each) => each.id);
    if (!Object.keys(facts).length) {
      own.forEach((each) => markDose(each, terms));
      return found;
    }
    const open = found.answer === "not known" ? openIn([found], terms) || "what is stated is not enough on its own" : "";
    const itself = `${ANSWERS[found.answer]}${open ? `; ${open}` : ""}`;
    const lines = [itself];
    if (found.answer !== "does not") {
      const of = (what) => inside.filter((each) => each.what === what);
      const answers = (what, above) => of(what).map((each) => ({ ...each, ...applies(each, facts, terms, states(each) ? [...above, ...(each.within ?? [])] : []) }));
      const [parts, advice] = [answers("part", [...groups, thing]), answers("advice", [])];
      const given = answers("dose", [...groups, thing]);
      const none = given.length > 0 && count(given, "does not") === given.length;
      const doses = none ? "" : sayInside("Doses", given, terms);
      const against = sayAgainst(answers("against", [...groups, thing]), terms);
      const more = [
        against ? `${doses ? `${doses}, ` : "Doses: "}${against}` : doses,
        ...sayDoses(given),
        sayInside("Parts", parts, terms),
        sayInside("Recommendations on it", advice, terms),
        sayWhich([...parts, ...advice]),
      ].filter(Boolean);
      lines[0] = none ? sayNone(found.answer, itself) : found.answer === "not stated" && more.length ? "" : itself;
      lines.push(...more, sayCautions(answers("caution", [])));
    }
    const doses = own.map((each) => {
      const judged = applies(each, facts, terms, states(each) ? [...groups, thing] : []);
      return { ...each, ...judged, ...(found.answer === "does not" ? { answer: found.answer } : {}) };
    });
    doses.forEach((each) => markDose(each, terms));
    row.querySelector("th").append(...lines.filter(Boolean).map((line) => make("span", { class: "gp-answer" }, line)));
    return { ...found, doses };
  }

  function countOf(kind, answers) {
    const ways = { applies: ["applies", "apply"], "does not": ["does not", "do not"], "not known": ["not known", "not known"], "not stated": ["states no condition", "state no condition"] };
    return `${kind}: ${sayCounts(ways, answers)}.`;
  }

  function update() {
    const facts = Object.fromEntries(factors.map((each) => [each.id, factOf(each, fields.get(each.id))])
      .filter(([, fact]) => fact !== undefined));
    const answers = rows.map((each) => markRow(each, facts));
    const kinds = [["Options", "option"], ["Recommendations", "recommendation"]].map(([name, key]) => [name, answers.filter((_, at) => key in rows[at].row.dataset)]);
    const inside = answers.flatMap((each) => each.doses ?? []);
    kinds.push(["Doses", inside.filter(({ what }) => what === "dose")], ["Advice against a dose", inside.filter(({ what }) => what === "against")]);
    line.textContent = Object.keys(facts).length
      ? `${kinds.filter(([, found]) => found.length).map((each) => countOf(...each)).join(" ")} All stay in the table.`
      : "";
    keep();
  }

  function keep() {
    const address = new URL(location.href);
    for (const factor of factors) {
      const held = fields.get(factor.id).filter(holds);
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
        else field.value = held.find((each) => each !== NOT_KNOWN) ?? "";
        if (field.type === "text") judgeNumber(field);
      }
      filter.open ||= held.length > 0;
    }
    if (filter.open) update();
  }

  filter.addEventListener("input", (event) => {
    const factor = factors.find((each) => fields.get(each.id).includes(event.target));
    // The values of such a factor exclude each other: the last one that was marked holds.
    const alone = (field) => field.value === NOT_KNOWN || (factor.type === "choice" && !factor.multiple);
    for (const each of factor ? fields.get(factor.id) : []) {
      if (each !== event.target && holds(event.target) && (alone(each) || alone(event.target))) each.checked = false;
    }
    if (event.target.type === "text") judgeNumber(event.detail || event.target);
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
