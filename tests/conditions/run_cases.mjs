// Runs the table of cases in JavaScript; prints each row that comes out otherwise.
import { readFileSync } from "node:fs";

const [module, table] = process.argv.slice(2);
const { applies, evaluate } = await import(module);
const { terms, conditions, applies: things } = JSON.parse(readFileSync(table, "utf-8"));

const differing = [];
const compare = ({ says, ...row }, found) => {
  const wrong = Object.keys(found).filter(
    (key) => JSON.stringify(found[key]) !== JSON.stringify(row[key]),
  );
  if (wrong.length) differing.push(`${says}: ${JSON.stringify(found)}`);
};
for (const row of conditions) compare(row, evaluate(row.condition, row.facts, terms));
for (const row of things) compare(row, applies(row.thing, row.facts, terms, row.groups));
console.log([`${conditions.length + things.length} rows`, ...differing].join("\n"));
