// An app as it was written against the first release; it must compile against every later one of api/v1.
import type { Block, Bundle, Changes, Ids, Index, Versions } from "guidepress";

async function read<T>(name: string): Promise<T> {
  const answer = await fetch(`https://guidepress.example/api/v1/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return (await answer.json()) as T;
}

const meaning: Record<Changes["impact"], string> = {
  major: "changes what applies",
  minor: "changes substance",
  patch: "wording",
  none: "nothing for readers",
};

const levels = (block: Block): string[] => block.evidence.map((each) => each.level);

export async function show(gid: string): Promise<string[]> {
  const bundle = await read<Bundle>(`${gid}/latest.json`);
  if (bundle.guideline.status === "withdrawn") return [bundle.guideline.withdrawal?.reason ?? ""];
  const authors = bundle.references.flatMap((each) => each.author.map((name) => name.family ?? name.literal ?? ""));
  const journals = bundle.references.map((each) => each["container-title"] ?? "not stated");
  const options = bundle.options.map((each) => `${each.name}: ${each.content.flatMap(levels).join(", ")}`);
  return [bundle.guideline.title, ...options, ...authors, ...journals];
}

export async function changed(gid: string, since: string): Promise<string[]> {
  const { versions } = await read<Versions>(`${gid}/versions.json`);
  const newer = versions.slice(0, versions.findIndex((each) => each.version === since));
  const deltas = await Promise.all(newer.flatMap((each) => (each.changes ? [read<Changes>(each.changes)] : [])));
  return deltas.flatMap((delta) => delta.changes.map((each) => `${meaning[each.impact]}: ${each.sentence} ${each.reason ?? ""}`));
}

export async function gone(): Promise<string[]> {
  const index = await read<Index>("index.json");
  const all = await Promise.all(index.guidelines.map((each) => read<Ids>(`${each.id}/ids.json`)));
  return all.flatMap(({ ids }) => ids.filter((each) => each.status !== "present").map((each) => `${each.id} ${each.replaced_by}`));
}
