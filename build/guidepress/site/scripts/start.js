/* What this page can do. */
import { anchor, article, head, online, quietly, said, show, whenIdle } from "./page.js";
import { enableMenu, enableScheme } from "./scheme.js";
import { copyRecord, offerLink } from "./copying.js";
import { offerGlance } from "./glance.js";
import { offerAge, offerVersions, tellOwnStatus, tellMissing, tellStatus } from "./versions.js";
import { recallReading } from "./reading.js";
import { tellSince } from "./since.js";
import { enableImpacts } from "./changes.js";
import { enableSearch } from "./finding.js";
import { enableList, offerSearch } from "./lists.js";

function startVersions() {
  offerVersions();
  if ("frozen" in head.dataset) quietly(tellStatus());
  window.addEventListener("hashchange", () => quietly(tellMissing()));
  quietly(tellMissing());
  const since = new URLSearchParams(location.search).get("since");
  if (since) quietly(tellSince(since));
  if (!("frozen" in head.dataset) && head.dataset.version !== "draft") quietly(recallReading());
}

enableMenu();
enableScheme();
enableSearch();
if (article) {
  if (head) tellOwnStatus();
  window.addEventListener("hashchange", () => show(anchor()));
  article.append(said);
  // Before the rest: who opens a record while the page is still at work gets it copied, too.
  if (head) article.addEventListener("click", copyRecord);
  const controls = [offerGlance, offerAge];
  // A reader who came to a place of the page must not have it pushed away.
  if (location.hash) controls.forEach((each) => each());
  else whenIdle(controls, (each) => each());
  enableImpacts();
  enableList();
  offerSearch();
  if (online && head) startVersions();
  whenIdle(article.querySelectorAll(".headerlink, .gp-link"), offerLink);
}
