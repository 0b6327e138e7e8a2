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
let pagefind;

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

async function search(query) {
  const words = query.trim().split(/\s+/).filter(Boolean);
  const terms = Object.fromEntries(words.map((word) => [word, true]));
  const found = await pagefind.search(query);
  const items = await Promise.all(
    found.results
      .slice(0, PAGES)
      .map(async (each) => placesOf(await each.data(), each.score, terms)),
  );
  return { items };
}

self.addEventListener("message", async ({ data }) => {
  if (data.type === 0) {
    await setUp();
    self.postMessage({ type: 1 });
  } else if (data.type === 2) {
    const empty = { items: [] };
    const found = data.data.trim() ? await search(data.data).catch(() => empty) : empty;
    self.postMessage({ type: 3, data: found });
  }
});
