// Whether a condition holds for what is known of a patient, by Kleene's three truth values.
// The same as `guidepress.conditions` in Python: one table of cases is run by both. No globals.
// `terms` are {factors, named}: factors and named conditions by their ids. Facts are by factor.

const BRANCHES = ["all", "any", "not", "count"];
const BOUNDS = ["at_least", "above", "below", "at_most"];
const VALUES = ["true", "unknown", "false"];
const DEEPEST = 40;
const UNKNOWN = { truth: "unknown", factors: [], texts: [] };

const own = (object, key) =>
  typeof key === "string" && Object.hasOwn(object ?? {}, key) ? object[key] : undefined;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const negate = (value) => VALUES[2 - VALUES.indexOf(value)];
const unique = (values) => [...new Set(values)];

const atLeast = (count, values) => {
  const yes = values.filter((value) => value === "true").length;
  const open = values.filter((value) => value === "unknown").length;
  if (yes >= count) return "true";
  return yes + open >= count ? "unknown" : "false";
};

// A decimal string as a whole number of its 15th place; nothing else is a number, floats included.
const numberOf = (value) => {
  const found = typeof value === "string" && /^(-?)([0-9]{1,15})(?:\.([0-9]{1,15}))?$/.exec(value);
  if (!found) return null;
  const whole = BigInt(found[2] + (found[3] ?? "").padEnd(15, "0"));
  return found[1] ? -whole : whole;
};

const measured = (fact, factor) => {
  if (!isObject(fact)) return numberOf(fact);
  return fact.unit === factor.unit ? numberOf(fact.value) : null;
};

const stated = (fact, values) => {
  const listed = typeof fact === "string" ? [fact] : fact;
  const pairs = Array.isArray(listed) ? listed.map((each) => [each, true]) : [];
  const found = new Map(isObject(listed) ? Object.entries(listed) : pairs);
  const usable = [...found].every(([key, held]) => values.includes(key) && typeof held === "boolean");
  return usable ? found : new Map();
};

const excluded = (found, values, exhaustive) => {
  const only = (kept) => new Map(values.map((each) => [each, kept.includes(each)]));
  const yes = values.filter((each) => found.get(each));
  const left = values.filter((each) => !found.has(each));
  const kept = exhaustive && found.size && !yes.length && left.length < 2 ? left : yes;
  if (kept === yes && !yes.length) return found;
  return kept.length === 1 ? only(kept) : new Map();
};

const hasValue = (fact, value, factor) => {
  const values = (factor.values ?? []).map((each) => each.id);
  let found = stated(fact, values);
  if (factor.multiple === false) found = excluded(found, values, factor.exhaustive === true);
  if (!values.includes(value) || !found.has(value)) return "unknown";
  return found.get(value) ? "true" : "false";
};

const isKnown = (fact, factor) => {
  if (fact === undefined) return "unknown";
  if (fact === null) return "false";
  if (factor.type === "number") return measured(fact, factor) === null ? "unknown" : "true";
  if (factor.type !== "choice") return "true";
  const held = (factor.values ?? []).map((each) => hasValue(fact, each.id, factor));
  const decided = factor.multiple === false ? ["true"] : ["true", "false"];
  return held.some((each) => decided.includes(each)) ? "true" : "unknown";
};

const inBounds = (node, fact, factor) => {
  const bound = Object.fromEntries(
    BOUNDS.filter((each) => each in node).map((each) => [each, numberOf(node[each])]),
  );
  const number = factor.type === "number" ? measured(fact, factor) : null;
  if (number === null || Object.values(bound).includes(null)) return "unknown";
  const held =
    number >= (bound.at_least ?? number) &&
    number <= (bound.at_most ?? number) &&
    !(number <= bound.above) &&
    !(number >= bound.below);
  return held ? "true" : "false";
};

const tested = (node, fact, factor) => {
  const bounded = BOUNDS.some((each) => each in node);
  if (("is" in node) + ("known" in node) + bounded !== 1) return "unknown";
  if (bounded) return inBounds(node, fact, factor);
  if ("is" in node) {
    const wanted = Array.isArray(node.is) ? node.is : [node.is];
    return wanted.length ? atLeast(1, wanted.map((each) => hasValue(fact, each, factor))) : "unknown";
  }
  if (typeof node.known !== "boolean") return "unknown";
  return node.known ? isKnown(fact, factor) : negate(isKnown(fact, factor));
};

const kindOf = (node) => {
  const kinds = [...BRANCHES, "ref", "factor"].filter((each) => each in node);
  if (kinds.length === 1) return kinds[0];
  return !kinds.length && "text" in node ? "text" : "";
};

const partsOf = (kind, inside) => {
  if (kind === "not") return [inside];
  const parts = kind === "count" ? inside?.of : inside;
  return Array.isArray(parts) ? parts : [];
};

const joined = (kind, inside, truths) => {
  if (!truths.length) return "unknown";
  if (kind === "not") return negate(truths[0]);
  const count = { all: truths.length, any: 1 }[kind] ?? inside.at_least;
  return Number.isInteger(count) && count > 0 ? atLeast(count, truths) : "unknown";
};

// Returns {truth, factors, texts}: where the truth is unknown, what would decide it.
export const evaluate = (condition, facts, terms) => {
  const named = new Map();
  const words = (node) => ("text" in node ? [node.text] : []);

  const leaf = (node) => {
    const factor = own(terms.factors, node.factor);
    if (factor === undefined) return UNKNOWN;
    const truth = tested(node, own(facts, node.factor), factor);
    if (truth !== "unknown") return { ...UNKNOWN, truth };
    const asked = ["is", "known", ...BOUNDS].some((each) => each in node);
    return { truth, factors: [node.factor], texts: asked ? [] : words(node) };
  };
  const reference = (name, depth) => {
    if (!named.has(name)) {
      named.set(name, UNKNOWN);
      named.set(name, read(own(terms.named, name), depth + 1));
    }
    return named.get(name);
  };
  const branch = (kind, inside, depth) => {
    const found = partsOf(kind, inside).map((each) => read(each, depth + 1));
    const truth = joined(kind, inside, found.map((each) => each.truth));
    const left = truth === "unknown" ? found.filter((each) => each.truth === "unknown") : [];
    const gather = (key) => unique(left.flatMap((each) => each[key]));
    return { truth, factors: gather("factors"), texts: gather("texts") };
  };
  const read = (node, depth) => {
    if (depth > DEEPEST || !isObject(node)) return UNKNOWN;
    const kind = kindOf(node);
    let found = { ...UNKNOWN, texts: kind === "text" ? words(node) : [] };
    if (kind === "factor") found = leaf(node);
    if (kind === "ref") found = reference(node.ref, depth);
    if (BRANCHES.includes(kind)) found = branch(kind, node[kind], depth);
    const weak =
      (found.truth === "true" && node.sufficient === false) ||
      (found.truth === "false" && node.necessary === false);
    return weak ? { ...UNKNOWN, texts: words(node) } : found;
  };
  return read(condition, 0);
};

const ANSWERS = { true: "applies", false: "does not", unknown: "not known" };

const statedBy = ({ applies_when: when, population }) => {
  const whom = typeof population === "string" && population ? { text: population } : population;
  const coded = whom?.when ? { ...whom, all: [whom.when] } : whom;
  return [when, coded].filter((each) => isObject(each) && Object.keys(each).length);
};

// Joins conditions and populations of the thing and of the groups that it is in.
export const applies = (thing, facts, terms, groups = []) => {
  const stated = [...groups, thing].flatMap(statedBy);
  if (!stated.length) return { answer: "not stated", factors: [], texts: [] };
  const { truth, factors, texts } = evaluate({ all: stated }, facts, terms);
  return { answer: ANSWERS[truth], factors, texts };
};

// What the rows of a table state for each dose in it: that of the table, of their heading, their own.
const rowsOf = (block) => {
  const found = [];
  let above = [];
  let begun = [];
  for (const row of block.table.rows) {
    const stated = statedBy(row);
    if (row.heading) above = stated;
    const held = row.cells.filter(({ dose }) => dose).map(({ dose, rows = 1 }) => [dose, rows]);
    begun = [...begun, ...held];
    const own = row.heading ? [] : stated;
    for (const [dose] of begun) found.push([dose, [...statedBy(block), ...above, ...own]]);
    begun = begun.map(([dose, left]) => [dose, left - 1]).filter(([, left]) => left);
  }
  return found;
};

// By dose: it is given as any of its rows says; a row that states nothing beside others of the
// same dose is for a person to judge, and a table in which none of them does states nothing.
const statedByRows = (blocks) => {
  const found = new Map();
  for (const block of blocks.filter(({ table }) => table)) {
    const rows = rowsOf(block);
    const conditioned = new Set(rows.filter(([, stated]) => stated.length).map(([dose]) => dose));
    const silent = [{ text: `a row of “${block.table.title}” states no condition` }];
    for (const [dose, stated] of rows.filter(([dose]) => conditioned.has(dose)))
      found.set(dose, [...(found.get(dose) ?? []), { all: stated.length ? stated : silent }]);
  }
  return found;
};

// Each option, group, dose, recommendation and part of one by its name, behind all that it is in.
const chainsOf = ({ groups, options, recommendations, sections = [] }) => {
  const holders = [...groups, ...options, ...recommendations, ...sections];
  const rows = statedByRows(holders.flatMap(({ content = [] }) => content));
  const known = new Map(groups.map((each) => [each.id, each]));
  const chains = new Map();
  const add = (name, chain) => {
    chains.set(name, chain);
    for (const dose of chain.at(-1).doses ?? []) {
      const any = rows.get(dose.id);
      chains.set(dose.id, [...chain, ...(any ? [{ applies_when: { any } }] : []), dose]);
    }
  };
  for (const entry of [...groups, ...options]) {
    const chain = [entry];
    for (let outer; (outer = known.get(chain[0].group)) && !chain.includes(outer); )
      chain.unshift(outer);
    add(entry.id, chain);
  }
  for (const made of recommendations) {
    add(made.id, [made]);
    for (const part of made.parts) add(`${made.id}.${part.id}`, [made, part]);
  }
  return chains;
};

// The same for a thing of a bundle, by its id: what holds for its groups and owner holds for it.
// The guideline's own population is a premise: show it with the answer. Unknown ids are an error.
export const appliesIn = (bundle, name, facts) => {
  const chain = chainsOf(bundle).get(name);
  if (!chain) throw new Error(`the bundle has nothing with the id ${name}`);
  const named = (list) => Object.fromEntries(list.map((each) => [each.id, each]));
  const terms = { factors: named(bundle.factors), named: named(bundle.conditions) };
  return applies(chain.at(-1), facts, terms, chain.slice(0, -1));
};
