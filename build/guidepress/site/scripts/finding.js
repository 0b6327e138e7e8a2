/* The dialog in which readers search: what was found, of which kind, in which guideline and version. */
import { article, button, make, online, root } from "./page.js";
import { excerpt, fold, gather, openSearch } from "./search.js";

const KINDS = {
  option: "Option", recommendation: "Recommendation", guideline: "Guideline", group: "Group of options", dose: "Dose", factor: "Factor",
  question: "Question", term: "Term", statement: "Statement", table: "Table", figure: "Figure", section: "Section",
  abbreviation: "Abbreviation", reference: "Reference", version: "Version", page: "Page",
};
const FIRST = 20;
const WORD = /\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu;
const asked = new URLSearchParams(location.search).get("q");

async function load(name) {
  const answer = await fetch(new URL(`search/${name}`, root), name.includes("?") ? {} : { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

/* The words that were looked for are marked. */
function marked(text, words) {
  const parts = [];
  let at = 0;
  for (const hit of [...text.matchAll(WORD)].filter(([word]) => words.has(fold(word)))) {
    parts.push(text.slice(at, hit.index), make("mark", {}, hit[0]));
    at = hit.index + hit[0].length;
  }
  return [...parts, text.slice(at)];
}

function line(each, words, every) {
  const path = each.gid ? `${each.gid}/${each.path}` : each.path;
  const where = [KINDS[each.kind], each.of.join("; "), each.kind === "guideline" ? "" : each.guideline, each.state].filter(Boolean).join(" · ");
  const [name, ...lines] = [...(each.title ? [each.title] : []), ...excerpt(each, words)];
  const some = each.matched < every ? [make("span", { class: "gp-found-where" }, "Not all of the words")] : [];
  return make("li", {}, make("a", { href: new URL(path, root).href },
    make("span", { class: "gp-found-name" }, ...marked(name ?? "", words)), ...lines.map((text) => make("span", { class: "gp-found-text" }, ...marked(text, words))),
    make("span", { class: "gp-found-where" }, where), ...some));
}

function describe(query, found) {
  if (!found.results.length) {
    return [`Nothing was found for “${query}”. Try fewer or other words: the name of a drug or an operation, a code, an author with the year, or a PMID.`];
  }
  const count = `${found.results.length} ${found.results.length === 1 ? "result" : "results"}${found.more ? `, and more in ${found.more} other ${found.more === 1 ? "guideline" : "guidelines"}: add a word to narrow them` : ""}`;
  if (!found.corrected.length) return [count];
  const better = found.corrected.reduce((text, [wrong, right]) => fold(text).replace(wrong, right), query);
  return ["Showing results for ", make("strong", {}, better), `; “${query}” was not found. ${count}`];
}

function makeDialog() {
  const { find: search } = openSearch(load);
  const here = document.querySelector(".gp-head")?.dataset.guideline;
  const field = make("input", { type: "search", id: "_search", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": "_found" });
  const status = make("p", { role: "status", id: "_found" });
  const list = make("ol", {});
  const dialog = make("dialog", { class: "gp-search", "aria-label": "Search" },
    make("div", { class: "gp-search-head" }, make("label", { for: "_search" }, "Search all guidelines"), field,
      button("Close", () => dialog.close(), { class: "gp-search-close" })), status, list);
  let last = 0;
  async function show() {
    const query = field.value.trim();
    const mine = last += 1;
    const found = await search(query, here);
    // What was typed since makes an answer worthless, however late it comes.
    if (mine !== last) return;
    status.replaceChildren(...(query ? describe(query, found) : []));
    const words = found.marked ?? new Set();
    const kept = gather(found.results);
    const linesOf = (each) => [line(each, words, found.words),
      ...(each.more?.length ? [offer(`Show ${each.more.length} more in “${each.of.join("; ")}”`, each.more)] : [])];
    const offer = (text, rest) => {
      const item = make("li", {}, button(text, () => {
        const added = rest.flatMap(linesOf);
        item.replaceWith(...added);
        added[0].querySelector("a").focus();
      }));
      return item;
    };
    list.replaceChildren(...kept.slice(0, FIRST).flatMap(linesOf), ...(kept.length > FIRST ? [offer("Show all", kept.slice(FIRST))] : []));
  }
  const lookUp = () => show().catch(() => { status.textContent = "The search could not be loaded. Try again when you are connected."; });
  field.addEventListener("input", lookUp);
  dialog.addEventListener("keydown", (event) => {
    const stops = [field, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
    // A field for a search would be emptied first.
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter" && document.activeElement === field) stops[1]?.click();
    else return;
    event.preventDefault();
  });
  // A place of this page is reached, too; and outside of the dialog is outside.
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("a")) dialog.close(); });
  document.body.append(dialog);
  return (query) => {
    dialog.showModal();
    if (query) field.value = query;
    field.select();
    lookUp();
  };
}

let dialog;
export function openDialog(query) {
  dialog ??= makeDialog();
  dialog(query);
}

export function enableSearch() {
  const header = document.querySelector(".md-header__inner");
  if (!online || !header) return;
  const icon = make("span", { class: "gp-search-icon", "aria-hidden": "true" });
  header.append(button("", () => openDialog(), { class: "gp-search-open", "aria-keyshortcuts": "/" }));
  header.lastChild.append(icon, make("span", {}, "Search"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    openDialog();
  });
  article?.querySelectorAll(".gp-search-here").forEach((each) => {
    each.hidden = false;
    each.addEventListener("click", () => openDialog());
  });
  if (asked) openDialog(asked);
}
