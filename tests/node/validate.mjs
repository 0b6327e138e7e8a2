// Validate documents with Ajv, strict: `node validate.mjs` reads [[schema file, document file], …] from standard input.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const ajv = new Ajv2020({ strict: true, strictTypes: true, strictTuples: true, allErrors: true });
const compiled = new Map();
const faults = [];
for (const [schema, file] of JSON.parse(readFileSync(0, "utf8"))) {
  if (!compiled.has(schema)) compiled.set(schema, ajv.compile(read(schema)));
  const validate = compiled.get(schema);
  if (!validate(read(file))) faults.push(`${file}: ${ajv.errorsText(validate.errors)}`);
}
console.log(JSON.stringify(faults));
