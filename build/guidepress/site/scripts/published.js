/* The published JSON of this site, and the order of versions. */
import { make } from "./page.js";

const IMPACTS = {
  initial: "first release", major: "changes what applies", minor: "changes substance",
  patch: "wording", none: "recorded, not changed",
};
export const STATUSES = {
  "in-consultation": "in consultation, not in force", active: "current", superseded: "superseded", withdrawn: "withdrawn", "entered-in-error": "in error, do not use",
};
export const WEIGHT = ["major", "minor", "patch", "none"];

const kept = new Map();
export function read(root, path) {
  const address = `${root}api/v1/${path}`;
  if (!kept.has(address)) {
    kept.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.json();
    }));
  }
  return kept.get(address);
}

/* Versions in consultation are in no chain: what follows is compared with the last one in force. */
export const inForce = (known) => known.versions.filter((each) => each.kind !== "consultation");

const parts = (version) => version.split("-")[0].split(".").map(Number);
export function order(one, other) {
  const [a, b] = [parts(one), parts(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export async function readChain(root, guideline, from, to) {
  const known = await read(root, `${guideline}/versions.json`);
  const steps = inForce(known).filter((each) => order(each.version, from) > 0 && order(each.version, to) <= 0)
    .sort((a, b) => order(a.version, b.version));
  // What was removed by law cannot be told; to leave it out in silence would be untrue.
  if (steps.some((each) => each.changes_sha256 && !each.changes)) throw new Error("a delta was removed");
  const deltas = await Promise.all(steps.map((each) =>
    (each.changes ? read(root, each.changes) : Promise.resolve({ changes: [] }))));
  return deltas.flatMap((delta, at) => delta.changes.map((change) => ({ ...change, version: steps[at].version })));
}

export const entityOf = (change) => change.subject.split("/").at(-1);
export const homeOf = (change) => [change.new?.in, change.old?.in].map((each) => each?.split("/").at(-1)).filter(Boolean);

function changeAddress(root, guideline, change) {
  return `${root}${guideline}/changes/index.html#_v${change.version.replaceAll(".", "-")}-${change.id.slice(0, 12)}`;
}

export function changeLine(root, guideline, change) {
  return make("li", {}, ...(change.alert ? [make("strong", { class: "gp-alert" }, "Safety"), " "] : []), change.sentence, " ",
    make("a", { href: changeAddress(root, guideline, change) }, `${IMPACTS[change.impact]}, in ${change.version}`));
}

export function count(changes) {
  const counts = WEIGHT.map((impact) => [impact, changes.filter((each) => each.impact === impact).length]);
  return counts.filter(([, number]) => number).map(([impact, number]) => `${number} × ${IMPACTS[impact]}`).join("; ");
}

/* Everything in a bundle that has an id, by that. */
export function entitiesOf(bundle) {
  const found = new Map();
  for (const name of ["factors", "options", "sections", "references"]) {
    for (const entity of bundle[name]) {
      found.set(entity.id, entity);
      // Where a statement stands is part of what it says: one that moved is not as it was.
      for (const statement of entity.content ?? []) found.set(statement.id, { home: entity.id, ...statement });
    }
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
