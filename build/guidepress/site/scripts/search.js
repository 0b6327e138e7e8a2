/* Finding places in all guidelines, by words of their own, of their names and codes, or by what is spelt like them.
   The index says which guidelines hold a word; the few best are loaded and searched place by place. */

const NAME = 10, TEXT = 3, RELATED = 1, WHOLE = 10;
const EXACT = 1, PARTNER = 0.8, STEM = 0.7, PREFIX = 0.6;
const GUIDELINES = 6, KILOBYTES = 250, WORDS = 12;
const KEY = 3;
const SMALL = new Set("a an and are at by for from in is it of on or that the this to was were what when which with".split(" "));
const TAILS = new Set(("|s|es|e|ed|d|ing|ion|ions|al|ic|ical|ery|y|ies|ate|ated|ates|ation|ations|ative|able|ability|is|ren|ine|in"
  + "|ise|ised|ising|ize|ized|izing|isation|ization|or|ors|er|ers|ment|ments|a|um|us|i|ous|tion|ectomy|ectomies").split("|"));

/* Search in Python folds and parts words in the same way. */
export const fold = (text) =>
  text.normalize("NFKD").replace(/[\p{M}\u00ad]/gu, "").toLowerCase().replace(/ß/g, "ss").replace(/[ao]e/g, "e").replace(/our/g, "or");
export const wordsOf = (text) => fold(text).match(/\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu) ?? [];
const significant = (words) => {
  const found = words.filter((each) => !SMALL.has(each));
  return found.length ? found : words;
};
const joined = (text) => significant(wordsOf(text)).join("");

/* Two words of one stem: "amputate" and "amputation". */
export function isStem(one, other) {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  if (same < Math.max(4, 0.55 * Math.min(one.length, other.length))) return false;
  for (let cut = same; cut >= Math.max(4, same - 2); cut -= 1) {
    if (TAILS.has(one.slice(cut)) && TAILS.has(other.slice(cut))) return true;
  }
  return false;
}

/* How many letters must be added, left out, replaced or swapped; more than `most` are not counted. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

/* `load` returns a promise of the data of a file below search/. */
export function openSearch(load) {
  const files = new Map();
  const read = (name) => {
    if (!files.has(name)) files.set(name, load(name));
    return files.get(name);
  };
  const start = read("index.json");
  const versioned = async (name) => read(`${name}?${(await start).version}`);
  const partners = read("../assets/search-partners.json").then((groups) => groups.map((each) => each.map(fold)));
  return { find: (query, here) => find(query, here, { start, partners, read: versioned }) };
}

async function find(query, here, index) {
  const typed = significant(wordsOf(query)).slice(0, WORDS);
  if (!typed.length) return { results: [], more: 0, corrected: [] };
  let asked = await look(typed, index);
  const corrected = [];
  for (const [place, word] of typed.entries()) {
    if (!asked.terms[place].size && !asked.pairs.some((each) => each.covers.includes(place) && each.postings)) {
      const better = await correct(word, index);
      if (better) corrected.push([word, better]);
    }
  }
  const words = typed.map((each) => corrected.find(([word]) => word === each)?.[1] ?? each);
  if (corrected.length) asked = await look(words, index);
  const { guidelines, weights } = await index.start;
  const ranked = rank(asked, guidelines, here);
  const chosen = choose(ranked, guidelines);
  const whole = words.join("");
  const parts = await Promise.all(chosen.map(async (number) => {
    const [gid, title, state] = guidelines[number];
    const entries = prepare((await index.read(`in/${gid || "_pages"}.json`)).entries);
    return entries.map((entry) => weigh(entry, asked, whole, weights)).filter((each) => each.matched)
      .map((each) => ({ ...each, gid, guideline: title, state }));
  }));
  const results = parts.flatMap((each, place) => each.map((one) => ({ ...one, place })));
  results.sort((a, b) => b.matched - a.matched || b.score - a.score || a.place - b.place);
  return { results, more: ranked.length - chosen.length, corrected, words: words.length, marked: new Set([...asked.marked, ...asked.pairs.filter(({ postings }) => postings).map(({ word }) => word)]) };
}

/* What the words of the index mean for each word that was typed, and for neighbours written as one. */
async function look(words, index) {
  const terms = await Promise.all(words.map((each) => termsOf(each, index)));
  const short = (word) => word.length <= 3 || /\d/.test(word);
  const pairs = await Promise.all(words.slice(1).flatMap((word, place) => {
    if (!short(word) && !short(words[place])) return [];
    return [pairOf(words[place] + word, [place, place + 1], index)];
  }));
  return { terms, pairs, marked: new Set(terms.flatMap((each) => [...each.keys()])) };
}

async function pairOf(word, covers, index) {
  return { word, covers, postings: (await shard(word, index))[word] };
}

async function shard(word, index) {
  const { starts } = await index.start;
  const key = word.slice(0, KEY);
  let found = 0;
  while (found + 1 < starts.length && starts[found + 1] <= key) found += 1;
  return index.read(`words/${found}.json`);
}

async function termsOf(word, index) {
  const partners = await index.partners;
  const terms = new Map();
  const add = (other, quality, postings) => {
    if ((terms.get(other)?.quality ?? 0) < quality) terms.set(other, { quality, postings });
  };
  for (const [other, postings] of Object.entries(await shard(word, index))) {
    if (other === word) add(other, EXACT, postings);
    else if (word.length > KEY && isStem(word, other)) add(other, STEM, postings);
    else if (word.length >= KEY && other.startsWith(word)) add(other, PREFIX, postings);
  }
  const groups = partners.filter((each) => each.some((one) => one === word || (word.length > KEY && isStem(one, word))));
  for (const partner of groups.flat().filter((each) => each !== word)) {
    for (const [other, postings] of Object.entries(await shard(partner, index))) {
      if (other === partner || isStem(partner, other)) add(other, PARTNER, postings);
    }
  }
  return terms;
}

async function correct(word, index) {
  if (word.length < 4 || /\d/.test(word)) return null;
  const most = word.length < 8 ? 1 : 2;
  const letter = /^[a-z]/.test(word) ? word[0] : "_";
  const { letters } = await index.start;
  if (!letters.includes(letter)) return null;
  let [best, least] = [null, most + 1];
  for (const other of (await index.read(`spelling/${letter}.json`)).split(" ")) {
    const far = distance(word, other, least - 1);
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

/* Guidelines by how many of the words they hold, and how prominently. */
function rank(asked, guidelines, here) {
  const best = asked.terms.map(() => new Map());
  const note = (place, strength, number) => {
    if ((best[place].get(number) ?? 0) < strength) best[place].set(number, strength);
  };
  const spread = (postings, quality, places) => {
    for (const [strength, ...numbers] of postings ?? []) {
      for (const number of numbers) places.forEach((place) => note(place, strength * quality, number));
    }
  };
  asked.terms.forEach((terms, place) => terms.forEach(({ quality, postings }) => spread(postings, quality, [place])));
  asked.pairs.forEach(({ postings, covers }) => spread(postings, EXACT, covers));
  const sums = new Map();
  for (const each of best) {
    for (const [number, strength] of each) {
      const [matched, sum] = sums.get(number) ?? [0, 0];
      sums.set(number, [matched + 1, sum + strength]);
    }
  }
  return [...sums].sort(([a, [matchedA, sumA]], [b, [matchedB, sumB]]) =>
    matchedB - matchedA || sumB - sumA || (guidelines[b][0] === here) - (guidelines[a][0] === here) || a - b).map(([number]) => number);
}

function choose(ranked, guidelines) {
  let left = KILOBYTES;
  return ranked.slice(0, GUIDELINES).filter((number, place) => {
    left -= guidelines[number][3];
    return place === 0 || left > 0;
  });
}

const prepared = new WeakMap();
function prepare(entries) {
  if (!prepared.has(entries)) {
    const texts = entries.map(([, , , , text, , , limits]) => new Set(wordsOf(`${text} ${limits}`)));
    prepared.set(entries, entries.map(([kind, path, title, names, text, related, of, limits], place) => ({
      kind, path, title, text, limits, called: names,
      of: of.map((other) => entries[other][2] || entries[other][4]),
      wholes: new Set(names.map(joined)),
      parts: names.map((name) => significant(wordsOf(name))),
      names: new Set(names.flatMap((name) => namesOf(name))),
      texts: texts[place],
      related: [new Set(wordsOf(path.split("#").at(-1))), ...related.map((other) => texts[other])],
    })));
  }
  return prepared.get(entries);
}

/* The words of a name; a short one is found without its spaces and hyphens, too. */
function namesOf(name) {
  const words = wordsOf(name);
  return words.length > 1 && words.length < 4 ? [...words, words.join("")] : words;
}

function weigh(entry, asked, whole, weights) {
  const found = asked.terms.map((terms) => {
    let best = 0;
    for (const [word, { quality }] of terms) {
      const at = entry.names.has(word) ? NAME : entry.texts.has(word) ? TEXT : entry.related.some((each) => each.has(word)) ? RELATED : 0;
      best = Math.max(best, at * quality);
    }
    return best;
  });
  for (const { word, covers } of asked.pairs) {
    if (entry.names.has(word)) covers.forEach((place) => { found[place] = NAME; });
  }
  const isName = (words) => words.length === found.length && words.every((each) => asked.marked.has(each));
  const exact = entry.wholes.has(whole);
  const bonus = (exact ? EXACT : entry.parts.some(isName) ? STEM : 0) * WHOLE * found.length;
  if (exact) found.fill(NAME);
  const matched = found.filter(Boolean).length;
  const score = (found.reduce((sum, each) => sum + each, 0) + bonus) * (weights[entry.kind] ?? 1);
  const { kind, path, title, text, limits, called, of } = entry;
  return { kind, path, title, text, limits, called, of, matched, score };
}

const LINES = 3, ALIKE = 3;
/* Synonyms, brand names and codes by which a place was found and that are not to be read there otherwise. */
function namedIn(called, lines, words) {
  const read = new Set(lines.flatMap(wordsOf));
  const whole = joined(lines.join(" "));
  const found = called.filter((name) => namesOf(name).some((word) => words.has(word) && !read.has(word)) && !whole.includes(joined(name)));
  const once = [...new Map(found.map((name) => [joined(name), name])).values()].slice(0, LINES);
  return once.length ? [`Named there: ${once.join("; ")}`] : [];
}

/* What of a place shows why it was found: whole lines, since a dose that is cut has lost its condition; and for whom it is. */
export function excerpt({ kind, title, text, limits, called = [] }, words) {
  if (kind === "page") return [];
  const lines = text.split("\n").filter((each) => each && !title.includes(each));
  const counts = lines.map((each) => new Set(wordsOf(each).filter((word) => words.has(word))).size);
  const most = Math.max(...counts);
  const hits = most ? lines.filter((_, place) => counts[place] === most) : [];
  const first = title && ["option", "recommendation", "table"].includes(kind) ? [] : lines.slice(0, 1);
  const shown = hits.length ? hits.slice(0, LINES) : first;
  return [...namedIn(called, [title, ...shown], words), ...shown, ...(counts.filter(Boolean).length > shown.length && hits.length ? ["…"] : []), ...limits.split("\n").filter(Boolean)];
}

/* Of places of one option that are found equally well only the first are shown, before how many more there are. */
export function gather(results) {
  const homes = new Map();
  return results.filter((each) => {
    const key = each.of.length ? [each.gid, each.matched, ...each.of].join("\n") : each;
    const home = homes.get(key) ?? { shown: 0 };
    homes.set(key, home);
    if (home.shown === ALIKE) home.last.more.push(each);
    else Object.assign(home, { shown: home.shown + 1, last: Object.assign(each, { more: [] }) });
    return home.last === each;
  });
}
