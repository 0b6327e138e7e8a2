/* Copying addresses, and options for the record. */
import { button, head, make, say } from "./page.js";

async function copy(text, what, mark) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    // Not a secure address, or not allowed. A box that must be answered would stop the whole page.
    mark();
    say(`${what} marked: copy it with Ctrl+C or ⌘C`);
  }
}

function showField(text, name, after) {
  const field = make("input", { class: "gp-address", readonly: "", value: text, "aria-label": name });
  field.addEventListener("blur", () => field.remove());
  after.after(field);
  field.select();
}

export const headingOf = (heading) => heading.textContent.replace(/#\s*$/, "").trim();

function nameOf(link) {
  const heading = link.closest("h1, h2, h3, h4, h5");
  const name = heading ? headingOf(heading) : link.closest(".gp-statement").querySelector("p").textContent.trim();
  return name.length > 70 ? `${name.slice(0, 69).trimEnd()}…` : name;
}

// Texts that begin alike are told apart by their ids.
const used = new Set();

export function offerLink(link) {
  const id = link.getAttribute("href").slice(1);
  const address = new URL(`#${id}`, location.href.split(/[?#]/)[0]).href;
  const text = nameOf(link);
  const name = `Copy the link to: ${text}${used.has(text) ? ` (${id})` : ""}`;
  used.add(text);
  const offer = button("", () => copy(address, "Link", () => showField(address, "Link", offer)), {
    class: `${link.className} gp-copy`, "aria-label": name, title: "Copy the link", "data-link": id,
  });
  const focused = document.activeElement === link;
  link.replaceWith(offer);
  if (focused) offer.focus();
}

/* What is copied is shown as well: the reader sees what goes into the record. Only by the reader's own hand: browsers
   open a part also where they look for a word, and what the reader had copied would be lost. */
export function copyRecord({ target }) {
  const record = target.closest(".gp-record > summary")?.parentElement;
  if (!record || record.open) return;
  const { guideline, version, root } = head.dataset;
  const address = new URL(`${root}${guideline}/${version}/index.html#${record.dataset.record}`, location.href);
  const text = record.querySelector("pre");
  if (!text.textContent.endsWith(address.href)) text.append(`\n${address.href}`);
  copy(text.textContent, "Text for the record", () => getSelection().selectAllChildren(text));
}
