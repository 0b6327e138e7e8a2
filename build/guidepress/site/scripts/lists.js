/* The list of all guidelines, shortened to what is looked for; and a way on from an address that leads nowhere. */
import { article, make, online, root } from "./page.js";
import { openDialog } from "./finding.js";

export function enableList() {
  const bar = article.querySelector(".gp-list-filter");
  if (!bar) return;
  const [fields, line] = [[...bar.querySelectorAll("[name]")], bar.querySelector("[role=status]")];
  const cards = [...article.querySelectorAll(".gp-card")];
  const others = article.querySelectorAll(".gp-letter, .gp-recent-part, .gp-letters");
  const write = (address) => {
    for (const { name, value } of fields) {
      if (value.trim()) address.searchParams.set(name, value.trim());
      else address.searchParams.delete(name);
    }
    return address;
  };
  function show() {
    const words = bar.querySelector("input").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...bar.querySelectorAll("select")].filter((each) => each.value);
    // What a guideline does not state does not exclude it.
    const fits = (card) => words.every((each) => card.dataset.words.includes(each))
      && chosen.every(({ name, value }) => [value, ""].includes(card.dataset[name]));
    for (const card of cards) card.hidden = !fits(card);
    const active = words.length + chosen.length > 0;
    for (const each of others) each.hidden = active;
    const left = cards.filter((each) => !each.hidden);
    const silent = left.filter((card) => chosen.some(({ name }) => !card.dataset[name])).length;
    const rest = silent ? `; ${silent} of them without a statement on it` : "";
    line.textContent = active ? `${left.length} of ${cards.length} guidelines${rest}` : "";
    history.replaceState(history.state, "", write(new URL(location.href)));
  }
  bar.hidden = false;
  // Where the list has a page for each letter, one page has all.
  const act = cards.length ? show : () => location.assign(write(new URL("az-all.html", location.href)));
  const given = new URLSearchParams(location.search);
  for (const each of fields) {
    each.value = given.get(each.name) ?? "";
    if (each.selectedIndex === -1) each.value = "";
    each.addEventListener(cards.length ? "input" : "change", act);
  }
  if (cards.length && fields.some((each) => each.value)) show();
}

/* The last part of the address that has words is what was looked for; those of the site's own place are not. */
export function offerSearch() {
  const home = article.querySelector(".gp-lost");
  if (!home || !online) return;
  const { pathname } = location;
  const asked = pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : pathname;
  const decoded = asked.replace(/(%[0-9a-f]{2})+/gi, (hit) => {
    try { return decodeURIComponent(hit); } catch { return " "; }
  });
  const parts = decoded.replace(/\.html$/, "").replace(/((^|\/)(index|404))+\/?$/, "").split("/");
  const words = parts.findLast((each) => /\p{L}[\p{L}\p{N}]{2}/u.test(each))?.split(/[^\p{L}\p{N}]+/u).join(" ").trim() ?? "";
  const field = make("input", { type: "search", id: "_lost", size: 40, value: words });
  const form = make("form", { class: "gp-controls gp-tools", role: "search" },
    make("div", {}, make("label", { for: "_lost" }, "Search all guidelines"), field), make("button", {}, "Search for this"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    openDialog(field.value.trim());
  });
  home.parentElement.before(form);
}
