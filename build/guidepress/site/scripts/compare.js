/* Two versions compared, in the words of the frozen changes. */
import { article, make, quietly } from "./page.js";
import { CITATION, WEIGHT, changeLine, count, entitiesOf, entityOf, inForce, order, read, readChain, workName } from "./published.js";

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* What each work is called, as on the page of all changes: numbers differ between versions. */
function worksOf(...bundles) {
  const works = new Map(bundles.flatMap((bundle) => bundle.references).map((work) => [work.id, workName(work)]));
  const names = [...works.values()];
  const isAlone = (name) => names.indexOf(name) === names.lastIndexOf(name);
  return new Map([...works].map(([id, name]) => [id, isAlone(name) ? name : `${name} (${id})`]));
}

const named = (text, works) => text.replace(CITATION, (mark) =>
  mark.replace(/@([a-z0-9-]+)/g, (_, id) => works.get(id) ?? id));

function wordsOf(change, works) {
  const marks = { removed: "del", added: "ins" };
  return make("p", { class: "gp-words" }, ...change.words.map(({ op, text }) => (marks[op]
    ? make(marks[op], {}, make("span", { class: "gp-hidden" }, `[${op}: `), named(text, works), make("span", { class: "gp-hidden" }, "]"))
    : named(text, works))));
}

function stepOf(root, guideline, change, works) {
  const line = make("p", { class: "gp-sentence" }, ...changeLine(root, guideline, change).childNodes);
  return [line, ...(change.words.length ? [wordsOf(change, works)] : []),
    ...(change.reason ? [make("p", { class: "gp-meta" }, `Why: ${change.reason}`)] : [])];
}

function entryOf(root, guideline, changes, works, undone) {
  return make("li", {}, ...changes.flatMap((change) => stepOf(root, guideline, change, works)),
    ...(undone ? [make("p", { class: "gp-meta" }, "In the end it is as it was: these changes cancel out.")] : []));
}

async function compareVersions(root, guideline, title, from, to) {
  const [changes, before, after] = await Promise.all([readChain(root, guideline, from, to),
    read(root, `${guideline}/${from}/bundle.json`), read(root, `${guideline}/${to}/bundle.json`)]);
  const [old, now] = [entitiesOf(before), entitiesOf(after)];
  const works = worksOf(before, after);
  const groups = new Map();
  for (const change of changes) groups.set(change.subject, [...groups.get(change.subject) ?? [], change]);
  const weight = (group) => Math.min(...group.map((each) => WEIGHT.indexOf(each.impact)));
  const sorted = [...groups.values()].sort((a, b) => weight(a) - weight(b));
  const undone = (group) => old.has(entityOf(group[0])) && same(old.get(entityOf(group[0])), now.get(entityOf(group[0])));
  const releases = new Set(changes.map((each) => each.version)).size;
  const items = (chosen) => chosen.map((group) => entryOf(root, guideline, group, works, undone(group)));
  const isRecorded = (group) => weight(group) === WEIGHT.indexOf("none");
  const recorded = sorted.filter(isRecorded);
  const told = sorted.filter((group) => !isRecorded(group));
  return [make("h2", {}, `${title}: from ${from} to ${to}`),
    make("p", {}, changes.length ? `${count(changes)}.` : "Nothing changed for readers."),
    make("p", { class: "gp-note" }, `These are the frozen changes of ${releases} release${releases === 1 ? "" : "s"}, put one behind the other; what changed more than once is listed with each step.`),
    make("ul", { class: "gp-changes" }, ...items(told)),
    ...(recorded.length ? [make("details", { class: "gp-folded" }, make("summary", {}, `Recorded, not changed: ${recorded.length}`),
      make("ul", { class: "gp-changes" }, ...items(recorded)))] : [])];
}

export async function offerComparison() {
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
  const report = (text) => result.replaceChildren(make("p", { class: "gp-box gp-warning" }, text));
  async function chooseGuideline(first, last) {
    const known = await read(root, `${guideline.value}/versions.json`);
    const values = inForce(known).map((each) => [each.version, `${each.version} of ${each.released}`]);
    const unknown = [first, last].filter((asked) => asked && !values.some(([version]) => version === asked));
    fill(from, values, first ?? values.at(Math.min(1, values.length - 1))[0]);
    fill(to, values, last ?? known.latest);
    // The address stays as it is, so that its mistake can be seen.
    if (unknown.length) report(`There is no version ${unknown.map((each) => `“${each}”`).join(" and ")} of this guideline. Choose two versions above.`);
    else await show();
  }
  async function show() {
    const [first, last] = [from.value, to.value].sort(order);
    const address = new URLSearchParams({ guideline: guideline.value, from: first, to: last });
    history.replaceState(null, "", `?${address}`);
    if (first === last) {
      result.replaceChildren(make("p", {}, "Choose two different versions."));
      return;
    }
    const title = guideline.selectedOptions[0].textContent;
    const shown = await compareVersions(root, guideline.value, title, first, last);
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
  const name = asked.get("guideline");
  if (!name || guidelines.some((each) => each.id === name)) return chooseGuideline(asked.get("from"), asked.get("to"));
  guideline.prepend(make("option", { value: "", selected: "", disabled: "" }, "choose a guideline"));
  return report(`There is no guideline “${name}” here. Choose one above.`);
}
