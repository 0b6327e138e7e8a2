// Runs the table of cases in JavaScript; prints each row that comes out otherwise.
import { readFileSync } from "node:fs";

const [module, table] = process.argv.slice(2);
const { applies, appliesIn, evaluate } = await import(module);
const read = JSON.parse(readFileSync(table, "utf-8"));
const { terms, conditions, applies: things, bundle, applies_in: named } = read;

const differing = [];
const compare = ({ says, ...row }, found) => {
  const wrong = Object.keys(found).filter(
    (key) => JSON.stringify(found[key]) !== JSON.stringify(row[key]),
  );
  if (wrong.length) differing.push(`${says}: ${JSON.stringify(found)}`);
};
for (const row of conditions) compare(row, evaluate(row.condition, row.facts, terms));
for (const row of things) compare(row, applies(row.thing, row.facts, terms, row.groups));
for (const row of named) compare(row, appliesIn(bundle, row.id, row.facts));
const count = conditions.length + things.length + named.length;
console.log([`${count} rows`, ...differing].join("\n"));
