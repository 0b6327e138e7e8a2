/* The published JSON of this site, and the order of versions. */
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

function count(changes) {
  const counts = WEIGHT.map((impact) => [impact, changes.filter((each) => each.impact === impact).length]);
  return counts.filter(([, number]) => number).map(([impact, number]) => `${number} × ${IMPACTS[impact]}`).join("; ");
}
