/* The list of all guidelines, shortened to what is looked for; and a way on from an address that leads nowhere. */
import { article, button, online } from "./page.js";
import { openDialog } from "./finding.js";

export function enableList() {
  const bar = article.querySelector(".gp-list-filter");
  if (!bar) return;
  const [field, line] = [bar.querySelector("input"), bar.querySelector("[role=status]")];
  const cards = [...article.querySelectorAll(".gp-card")];
  function show() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const card of cards) card.hidden = !words.every((each) => card.dataset.words.includes(each));
    article.querySelectorAll(".gp-letter").forEach((each) => { each.hidden = words.length > 0; });
    const left = cards.filter((each) => !each.hidden).length;
    line.textContent = words.length ? `${left} of ${cards.length} guidelines` : "";
    const address = new URL(location.href);
    if (words.length) address.searchParams.set("with", field.value.trim());
    else address.searchParams.delete("with");
    history.replaceState(history.state, "", address);
  }
  bar.hidden = false;
  field.value = new URLSearchParams(location.search).get("with") ?? "";
  field.addEventListener("input", show);
  if (field.value) show();
}

/* The words of the address are what was looked for. */
export function offerSearch() {
  const home = article.querySelector(".gp-lost");
  const words = decodeURI(location.pathname).replace(/(index)?\.html$/, "").split(/[^\p{L}\p{N}]+/u).filter((each) => each.length > 2).slice(-4).join(" ");
  if (home && online && words) home.after(" ", button(`Search for “${words}”`, () => openDialog(words), { class: "gp-chip" }));
}
