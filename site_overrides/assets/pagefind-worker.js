/* Answers Material's search box from Pagefind indexes, which are loaded in parts.
 *
 * Each index is a folder of its own, so that a build makes only those anew that changed; all are
 * merged into the one that has the program beside it.
 *
 * It stands in the place of Material's own worker and speaks its messages:
 * 0 set up, 1 ready, 2 query, 3 results (a list of pages, each a list of places on it). */
"use strict";

const root = new URL("../../../", self.location.href);
const PAGES = 10;
const FIRST = 1;
let pagefind;
let asked = 0;

const escaped = (text) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

async function setUp() {
  const bundle = new URL("search/pagefind/", root);
  const pieces = fetch(new URL("pieces.json", bundle), { cache: "no-cache" });
  pagefind = await import(new URL("shared/pagefind.js", bundle).href);
  await pagefind.options({ baseUrl: "/" });
  await pagefind.init();
  const merge = (piece) =>
    pagefind.mergeIndex(new URL(`${piece}/`, bundle).href, { baseUrl: "/" });
  await Promise.all((await (await pieces).json()).map(merge));
}

function placesOf(found, score, terms) {
  const place = (url, title, excerpt) => ({
    location: url.replace(/^\//, ""),
    title: escaped(title || ""),
    text: excerpt,
    score,
    terms,
  });
  const parts = found.sub_results.filter((each) => each.url.includes("#"));
  return [
    place(found.url, found.meta.title, found.excerpt),
    ...parts.map((each) => place(each.url, each.title, each.excerpt)),
  ];
}

/* Answers twice: the best place is there before the others are loaded. */
async function search(query, answer) {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const terms = Object.fromEntries(words.map((word) => [word, true]));
  const { results } = words.length ? await pagefind.search(query) : { results: [] };
  const load = async (each) => placesOf(await each.data(), each.score, terms);
  const loadAll = (count) => Promise.all(results.slice(0, count).map(load));
  if (results.length > FIRST) answer(await loadAll(FIRST));
  answer(await loadAll(PAGES));
}

self.addEventListener("message", async ({ data }) => {
  if (data.type === 0) {
    await setUp();
    self.postMessage({ type: 1 });
  } else if (data.type === 2) {
    asked += 1;
    const mine = asked;
    // What was asked since makes an answer worthless, however late it comes.
    const answer = (items) => mine === asked && self.postMessage({ type: 3, data: { items } });
    await search(data.data, answer).catch(() => answer([]));
  }
});
