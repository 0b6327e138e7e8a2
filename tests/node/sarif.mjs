// Judge SARIF from standard input by the schema of OASIS, as shipped in @microsoft/jest-sarif.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const owner = createRequire(require.resolve("@microsoft/jest-sarif"));
const schema = owner("./schemas/sarif-2.1.0-rtm.5.json");
const Ajv = owner("ajv");
const ajv = new Ajv({ schemaId: "auto", meta: false, unknownFormats: "ignore" });
ajv.addMetaSchema(owner("ajv/lib/refs/json-schema-draft-04.json"));
const judge = ajv.compile(schema);
if (!judge(JSON.parse(readFileSync(0, "utf8")))) {
  console.log(ajv.errorsText(judge.errors, { separator: "\n" }));
  process.exit(1);
}
