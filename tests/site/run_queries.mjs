// Searches a built site as its pages do. Reads queries as JSON from stdin; prints for each the kinds and places found.
import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";

const [module, site] = process.argv.slice(2);
const { openSearch } = await import(pathToFileURL(module).href);
let bytes = 0;
const load = async (name) => {
  const data = readFileSync(`${site}/search/${name.split("?")[0]}`);
  bytes += gzipSync(data).length;
  return JSON.parse(data);
};
const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  // Each query is a first one: nothing is loaded yet.
  bytes = 0;
  const found = await openSearch(load).find(query, "");
  const places = found.results.slice(0, 5).map((each) =>
    ({ gid: each.gid, kind: each.kind, id: each.path.split("#")[1] ?? "", title: each.title, of: each.of, score: each.score, matched: each.matched }));
  answers.push({ query, places, count: found.results.length, corrected: found.corrected, bytes });
}
console.log(JSON.stringify(answers));
