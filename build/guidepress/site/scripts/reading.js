/* Which version was last read on this device: kept there and nowhere else, and forgotten when asked. */
import { button, head, make } from "./page.js";
import { count, order, readNet } from "./published.js";

const NEVER = "never";
const keyOf = (guideline) => `guidepress.read.${guideline}`;

/* A browser may forbid its store, and then nothing is remembered. */
const store = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return NEVER; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* nothing is kept */ } },
};

export async function recallReading() {
  const { guideline, version, root } = head.dataset;
  const key = keyOf(guideline);
  const last = store.get(key);
  if (last === NEVER) return;
  if (!last || !/^\d+\.\d+\.\d+$/.test(last) || order(last, version) >= 0) {
    store.set(key, version);
    return;
  }
  const net = await readNet(root, guideline, last, version);
  if (!net) return;
  const line = make("p", { class: "gp-since-line" },
    make("span", {}, `You last read ${last} on this device. Since then: ${count(net.changes) || "nothing changed"}.`),
    make("a", { href: `?since=${last}` }, "Mark the changes"),
    button("Done", () => keep(version), { class: "gp-chip", "aria-label": `Done: remember that ${version} was read` }),
    button("Forget", () => keep(NEVER), { class: "gp-chip", "aria-label": "Forget what was read on this device" }));
  function keep(value) {
    store.set(key, value);
    line.remove();
  }
  head.append(line);
}
