/* Two versions compared: the net difference, side by side. */
import { article, keepUnits, make, online, quietly } from "./page.js";
import { IMPACTS, STATUSES, WEIGHT, changeAddress, count, day, fold, heads, impactOf, inForce, isAlert, isVoid, lost, order, read, readNet } from "./published.js";

const plural = (number, one, many) => `${number} ${number === 1 ? one : many}`;
const hidden = (text) => make("span", { class: "gp-hidden" }, text);

/* Removed words only on the older side, added words only on the newer. */
function sideOf(version, words, op) {
  const tag = { removed: "del", added: "ins" }[op];
  const pieces = words.filter((each) => each.op === "same" || each.op === op).map((each) =>
    (each.op === "same" ? each.text : make(tag, {}, hidden(`[${op}: `), each.text, hidden("]"))));
  return make("div", {}, make("p", { class: "gp-label" }, `In ${version}`), make("p", {}, ...pieces));
}

function picturesOf(root, change) {
  const shown = change.images.map(([label, address]) =>
    make("span", {}, `${label}: `, address ? make("img", { src: root + address, alt: label, loading: "lazy" }) : "removed, as the law asks"));
  return make("p", { class: "gp-images" }, ...shown);
}

function reasonOf(change) {
  return make("p", { class: "gp-meta" },
    make("span", {}, make("strong", {}, change.why ? `Why (${change.why}):` : "Why:"), ` ${change.reason}`),
    ...(change.lowered ? [make("span", {}, make("strong", {}, `Its weight was ${change.lowered}`))] : []),
    ...(change.link ? [make("span", {}, make("a", { href: change.link }, change.link))] : []));
}

/* Of a long sentence all but its beginning is no heading: what it is about where that is short, else what was done. */
const LEAD = /^[^“:(]{1,80}(?=[“:(])(?:“[^”]{1,60}”)?/;
function beginBold(sentence) {
  const end = sentence.length > 90 ? (LEAD.exec(sentence)?.[0].length ?? 0) : sentence.length;
  const rest = sentence.slice(end);
  return [...keepUnits(sentence.slice(0, end)), ...(rest ? [make("span", { class: "gp-rest" }, ...keepUnits(rest))] : [])];
}

/* One change as every report has it, with what came with it below. */
function nodeOf(asked, node, above = {}) {
  const { root, guideline, from, to } = asked;
  const { change, inside } = node;
  const alert = (change ? change.alert : isAlert(node)) ? [make("strong", { class: "gp-alert" }, "Safety"), " "] : [];
  const weight = above.impact && change && change.impact !== above.impact ? ` (${IMPACTS[change.impact]})` : "";
  const step = change?.step ? [" ", make("a", { class: "gp-go", href: changeAddress(root, guideline, change), "aria-label": `${change.sentence} In ${change.step}` }, `In ${change.step}`)] : [];
  const parts = [make("p", { class: "gp-sentence" }, ...alert, ...beginBold(change?.sentence ?? node.title), weight, ...step)];
  if (change?.images) parts.push(picturesOf(root, change));
  if (change?.words.length) {
    parts.push(make("div", { class: "gp-sides" }, sideOf(from, change.words, "removed"), sideOf(to, change.words, "added")));
  }
  if (change?.reason && change.reason !== above.reason) parts.push(reasonOf(change));
  if (change?.answer) parts.push(make("p", { class: "gp-meta" }, make("strong", {}, change.question), ` ${change.answer}`));
  if (inside.length) {
    parts.push(make("details", { class: "gp-inside", open: isAlert(node) ? "" : null },
      make("summary", {}, change ? `${plural(inside.length, "change", "changes")} that came with it` : plural(inside.length, "change", "changes")),
      listOf(asked, inside, change ?? above)));
  }
  return make("li", {}, ...parts);
}

const listOf = (asked, nodes, above) =>
  make("ul", { class: "gp-changes" }, ...nodes.map((each) => nodeOf(asked, each, above)));

/* Those of safety come first, whatever their weight; each says its own. */
function groupOf(asked, nodes, impact) {
  const found = nodes.filter((each) => (isAlert(each) ? "safety" : impactOf(each)) === impact);
  if (!found.length) return [];
  if (impact === "safety") {
    return [make("h3", { class: "gp-weight" }, "Safety ", make("span", { class: "gp-count" }, found.length)), listOf(asked, found, { impact })];
  }
  if (impact === "none") {
    return [make("details", { class: "gp-folded" }, make("summary", {}, `First recorded, not changed: ${found.length}`), listOf(asked, found))];
  }
  const title = IMPACTS[impact][0].toUpperCase() + IMPACTS[impact].slice(1);
  const apart = nodes.filter((each) => isAlert(each) && impactOf(each) === impact).length;
  const number = `${found.length}${apart ? `, and ${apart} under Safety` : ""}`;
  return [make("h3", { class: "gp-weight" }, title, " ", make("span", { class: "gp-count" }, number)), listOf(asked, found)];
}

/* What came and went, in numbers. That there is none of it reassures, and is said where it is sure:
   conditions change with those of a group or a factor, too. */
const NET = [
  ["added", "added"], ["removed", "removed", "retired"], ["renamed", "name-changed"], ["split, merged or rearranged", "split", "merged", "regrouped"],
  ["with another direction", "direction-changed"], ["with other words", "text-changed"], ["with another strength or certainty", "grades-changed"],
  ["with another standing", "standing-changed"], ["for others", "population-changed"], ["with other conditions", "conditions-changed"],
];
const SURE = 3;
function* numbersOf(changes) {
  const nodes = fold(changes);
  const alerts = nodes.filter(isAlert).length;
  yield [alerts, `${alerts === 1 ? "change" : "changes"} marked as safety`];
  const counted = new Set();
  const those = (kind, kinds) => changes.filter((each) => kinds.some((name) => each.kind === `${kind}-${name}`));
  for (const kind of ["option", "recommendation"]) {
    if (kind !== "option" && !changes.some((each) => each.kind.startsWith(kind))) continue;
    const counts = NET.map(([words, ...kinds]) => [words, those(kind, kinds).map((each) => counted.add(each)).length]);
    for (const [words, number] of counts) if (number) yield [number, `${number === 1 ? kind : `${kind}s`} ${words}`];
    const none = counts.slice(0, SURE).filter(([, number]) => !number).map(([words]) => words);
    if (none.length) yield [0, `${kind}s ${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(none)}`];
  }
  const recorded = nodes.filter((each) => impactOf(each) === "none").length;
  const others = nodes.filter((each) => impactOf(each) !== "none" && !isAlert(each) && !heads(each).some((one) => counted.has(one))).length;
  if (others) yield [others, `other ${others === 1 ? "change" : "changes"}, below`];
  if (recorded) yield [recorded, "first recorded, not changed"];
}

async function compareVersions(asked) {
  const { root, guideline, title, from, to } = asked;
  const [net, known] = await Promise.all([readNet(root, guideline, from, to), read(root, `${guideline}/versions.json`)]);
  const heading = make("h2", {}, `${title}: from ${from} to ${to}`);
  const ages = [from, to].map((version) => {
    const { released, updated, status } = known.versions.find((each) => each.version === version);
    const warning = isVoid(status) ? [make("strong", {}, STATUSES[status]), ". "] : [];
    return make("span", {}, ...warning, `${version}: published ${day(released)}, ${updated ? `content of ${day(updated)}` : "date of the content not stated"}`);
  });
  const steps = make("a", { href: `${root}${guideline}/changes/index.html` }, "Every change, release by release");
  const start = [heading, make("p", { class: "gp-meta" }, ages[0], " ", ages[1])];
  if (!net) return [...start, make("p", { class: "gp-box gp-warning" }, lost(from, to), " ", steps)];
  const { changes, summary } = net;
  const nodes = fold(changes);
  const short = summary.length && changes.length > 1 ? [make("div", { class: "gp-in-short" }, make("p", { class: "gp-label" }, "In short"),
    make("ul", {}, ...summary.map((each) => make("li", {}, ...keepUnits(each)))))] : [];
  return [...start, make("p", {}, changes.length ? `${count(changes)}.` : "Nothing differs for readers."),
    make("dl", { class: "gp-net" }, ...[...numbersOf(changes)].map(([number, words]) => make("div", {}, make("dt", {}, number), make("dd", {}, words)))), ...short,
    ...["safety", ...WEIGHT].flatMap((impact) => groupOf(asked, nodes, impact)),
    make("p", { class: "gp-note" }, "This is the net difference: what changed and changed back in between is not here. ", steps)];
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
  /* What is wrong with the address, and what there is instead: the address itself stays, so that its mistake can be seen. */
  const report = (text, ...offers) => result.replaceChildren(make("p", { class: "gp-box gp-warning" }, text),
    ...(offers.length ? [make("p", { class: "gp-label" }, "What can be compared"), make("ul", {}, ...offers.map(([query, words]) =>
      make("li", {}, make("a", { href: `?${new URLSearchParams(query)}` }, words))))] : []));
  const choosing = (shown) => { for (const each of [from, to]) each.parentElement.hidden = !shown; };
  async function chooseGuideline(first, last) {
    const known = await read(root, `${guideline.value}/versions.json`);
    const values = inForce(known).filter((each) => each.bundle).map((each) => [each.version, `${each.version}, published ${day(each.released)}${isVoid(each.status) ? `, ${STATUSES[each.status]}` : ""}`]);
    const offers = values.filter(([version]) => version !== known.latest)
      .map(([version]) => [{ guideline: guideline.value, from: version, to: known.latest }, `${version} with ${known.latest}`]);
    const instead = known.latest && values.some(([version]) => version === known.latest) ? offers : [];
    const unknown = [first, last].filter((asked) => asked && !values.some(([version]) => version === asked));
    const removed = unknown.find((asked) => known.versions.some((each) => each.version === asked && each.removed));
    fill(from, values, first ?? values.at(Math.min(1, values.length - 1))[0]);
    fill(to, values, last ?? known.latest);
    choosing(values.length > 1);
    if (removed) report(`Version ${removed} was removed, as the law asks. Choose two other versions.`, ...instead);
    else if (unknown.length) report(`There is no version ${unknown.map((each) => `“${each}”`).join(" and ")} of this guideline.`, ...instead);
    else if (values.length < 2) report(`There is only one version of this guideline${values.length ? `, ${values[0][1]}` : ""}: nothing to compare.`);
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
    const shown = await compareVersions({ root, guideline: guideline.value, title, from: first, to: last });
    // Another choice was made while the files were on their way: its answer is the one to show.
    if (location.search !== `?${address}`) return;
    if (from.value !== first) shown.splice(1, 0, make("p", { class: "gp-note" }, "Read from the older version to the newer one."));
    result.replaceChildren(...shown);
    // Each printed sheet says at its foot what is compared.
    const foot = `${title}: ${first} compared with ${last}. Not medical advice. ${location.href}`;
    document.documentElement.style.setProperty("--gp-running", JSON.stringify(foot));
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
  choosing(false);
  return report(`There is no guideline “${name}” here.`, ...guidelines.map((each) => [{ guideline: each.id }, each.title]));
}

if (online) quietly(offerComparison());
