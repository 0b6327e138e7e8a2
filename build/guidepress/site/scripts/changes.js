/* The page of changes, by what they mean; its buttons stand in the page and wait for this. */
import { article, say } from "./page.js";

export function enableImpacts() {
  const bar = article.querySelector(".gp-impacts");
  if (!bar) return;
  const groups = [...article.querySelectorAll(".gp-release .gp-group")];
  function choose(chosen) {
    const { impact } = chosen.dataset;
    for (const each of bar.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === chosen));
    for (const group of groups) {
      const entries = [...group.querySelectorAll(":scope > .gp-changes > li")];
      const whole = !impact || group.dataset.impact === impact;
      // What is of safety has a weight of its own, and is shown with those of that weight, too.
      for (const each of entries) each.hidden = !whole && each.dataset.weight !== impact;
      group.hidden = entries.every((each) => each.hidden);
      if (group.matches("details")) group.open = group.dataset.impact === impact;
    }
    const address = new URL(location.href);
    if (impact) address.searchParams.set("show", impact);
    else address.searchParams.delete("show");
    history.replaceState(history.state, "", address);
    return chosen;
  }
  bar.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (chosen) say(`${choose(chosen).dataset.number} shown`);
  });
  // A link to one change leads to it, whatever is filtered.
  const asked = location.hash ? null : new URLSearchParams(location.search).get("show");
  const known = asked && [...bar.querySelectorAll("button")].find((each) => each.dataset.impact === asked);
  if (known) choose(known);
}
