/* What this page can do. */

const quietly = (promise) => promise.catch(() => say("Something could not be loaded; the page can be read without it."));

function startVersions() {
  offerVersions();
  if ("frozen" in head.dataset) quietly(tellStatus());
  window.addEventListener("hashchange", () => quietly(tellMissing()));
  quietly(tellMissing());
  const since = new URLSearchParams(location.search).get("since");
  if (since) quietly(tellSince(since));
}

enableScheme();
if (article) {
  offerGlance();
  // What makes room for itself comes at once, or it would push away what is being read.
  if (head) article.querySelectorAll(".gp-option[data-record]").forEach(offerRecord);
  enableImpacts();
  if (article.querySelector(".gp-cite")) enableCitations();
  if (online && head) startVersions();
  if (online && article.querySelector(".gp-compare")) quietly(offerComparison());
  whenIdle([said], (each) => article.append(each));
  whenIdle(article.querySelectorAll(".headerlink, .gp-link"), offerLink);
}
