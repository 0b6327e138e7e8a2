/* The page of changes, by what they mean; its buttons stand in the page and wait for this. */
import { article, say } from "./page.js";

export function enableImpacts() {
  const bar = article.querySelector(".gp-impacts");
  if (!bar) return;
  const groups = [...article.querySelectorAll(".gp-release .gp-group")];
  bar.addEventListener("click", (event) => {
    const chosen = event.target.closest("button");
    if (!chosen) return;
    const { impact } = chosen.dataset;
    for (const each of bar.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each === chosen));
    for (const group of groups) {
      group.hidden = Boolean(impact) && group.dataset.impact !== impact;
      if (group.matches("details")) group.open = group.dataset.impact === impact;
    }
    say(`${chosen.dataset.number} shown`);
  });
}
