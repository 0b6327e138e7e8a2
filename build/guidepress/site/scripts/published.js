/* What this site publishes as JSON, and the order of versions. */
import { keepUnits, make } from "./page.js";

export const IMPACTS = {
  initial: "first release", major: "changes what applies", minor: "changes substance",
  patch: "wording", none: "recorded, not changed",
};
export const STATUSES = {
  "in-consultation": "in consultation, not in force", active: "current", superseded: "superseded", withdrawn: "withdrawn", "entered-in-error": "in error, do not use",
};
export const isVoid = (status) => ["entered-in-error", "withdrawn"].includes(status);
export const WEIGHT = ["major", "minor", "patch", "none"];

/* A day as readers write it: "29 January 2015". */
export const day = (iso) => new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const kept = new Map();
function readOnce(address) {
  if (!kept.has(address)) {
    kept.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.json();
    }));
  }
  return kept.get(address);
}
export const read = (root, path) => readOnce(`${root}api/v1/${path}`);

/* Versions in consultation are in no chain: what follows is compared with the last one in force. */
export const inForce = (known) => known.versions.filter((each) => each.kind !== "consultation");

const parts = (version) => version.split("-")[0].split(".").map(Number);
export function order(one, other) {
  const [a, b] = [parts(one), parts(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/* The net difference of two versions, as `guidepress diff` reports it; none where a part was removed by law. */
export async function readNet(root, guideline, from, to) {
  if (from === to) return { changes: [], summary: [] };
  const net = await readOnce(`${root}${guideline}/${to}/compared.json`);
  const found = net.since[from];
  return found && { changes: found.changes.map((each) => net.changes[each]), summary: found.summary };
}
export const lost = (from, to) =>
  `What changed from ${from} to ${to} cannot be shown: a part of it was removed, as the law asks.`;

/* Changes as a tree: what came with another is inside it, and so is what was one act. */
export function fold(changes) {
  const nodes = new Map(changes.map((change) => [change.id, { change, inside: [] }]));
  const [roots, groups] = [[], new Map()];
  for (const { id, part_of: parent, group } of changes) {
    const home = nodes.get(parent)?.inside ?? roots;
    if (group && !groups.has(group)) {
      groups.set(group, { title: group, inside: [] });
      home.push(groups.get(group));
    }
    (group ? groups.get(group).inside : home).push(nodes.get(id));
  }
  return roots;
}
export const heads = (node) => (node.change ? [node.change] : node.inside.flatMap(heads));
export const impactOf = (node) => WEIGHT[Math.min(...heads(node).map((each) => WEIGHT.indexOf(each.impact)))];
export const isAlert = (node) => heads(node).some((each) => each.alert);

/* Where a change is reported: by the release that made it, or by the comparison. */
export const changeAddress = (root, guideline, change) =>
  `${root}${guideline}/changes/index.html#_v${change.step.replaceAll(".", "-")}-${change.id.slice(0, 12)}`;

export function changeLine(root, guideline, change) {
  const weight = IMPACTS[change.impact];
  return make("li", {}, ...(change.alert ? [make("strong", { class: "gp-alert" }, "Safety"), " "] : []), ...keepUnits(change.sentence), " ",
    change.step ? make("a", { href: changeAddress(root, guideline, change) }, `${weight}, in ${change.step}`) : `(${weight})`);
}

/* How many changes of each weight there are; what came with another is counted with it. */
export function count(changes) {
  const impacts = fold(changes).map(impactOf);
  const counts = WEIGHT.map((impact) => [impact, impacts.filter((each) => each === impact).length]);
  return counts.filter(([, number]) => number).map(([impact, number]) => `${number} × ${IMPACTS[impact]}`).join("; ");
}

/* Everything in a bundle that has an id, by that. */
export function entitiesOf(bundle) {
  const found = new Map();
  const kinds = ["conditions", "factors", "groups", "options", "questions", "recommendations", "sections", "terms", "references"];
  for (const entity of kinds.flatMap((name) => bundle[name] ?? [])) {
    for (const each of [entity, ...(entity.content ?? [])]) found.set(each.id, each);
  }
  for (const list of bundle.lists) if (list.intro) found.set(list.intro.id, list.intro);
  return found;
}

/* How a work is called in running text. */
export function workName(work) {
  const [first = {}] = work.author ?? [];
  const family = [first["non-dropping-particle"], first.family].filter(Boolean).join(" ");
  return [family || first.literal || work.id, work.issued?.["date-parts"][0][0]].filter(Boolean).join(" ");
}

export const CITATION = /\[@[a-z][a-z0-9-]{0,79}(?:; @[a-z][a-z0-9-]{0,79}){0,49}\]/g;
