// Prints the bibliography of a CSL-JSON file as citation-js shows it, and the names it reads.
import { readFileSync } from "node:fs";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-csl";

const works = new Cite(JSON.parse(readFileSync(process.argv[2], "utf8")));
const bibliography = works.format("bibliography", { format: "text", template: "vancouver", asEntryArray: true });
process.stdout.write(JSON.stringify({ bibliography, items: works.data }));
