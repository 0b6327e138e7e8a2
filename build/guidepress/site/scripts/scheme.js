/* What the header offers by itself: the menu of narrow windows; light or dark. */
import { make } from "./page.js";

/* The theme's own is a label, at which no keyboard stops. */
export function enableMenu() {
  const [label, state, drawer] = ["label.md-header__button[for=__drawer]", "#__drawer", ".md-sidebar--primary"].map((each) => document.querySelector(each));
  if (!label || !drawer) return;
  const menu = make("button", { type: "button", class: `${label.className} gp-menu`, "aria-label": "Menu", "aria-expanded": "false" }, ...label.childNodes);
  label.replaceWith(menu);
  const set = (open) => { if (state.checked !== open) state.click(); };
  state.addEventListener("change", () => menu.setAttribute("aria-expanded", String(state.checked)));
  menu.addEventListener("click", () => {
    set(!state.checked);
    if (state.checked) drawer.querySelector("a").focus();
  });
  drawer.addEventListener("focusout", ({ relatedTarget: to }) => { if (to && to !== menu && !drawer.contains(to)) set(false); });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !state.checked) return;
    set(false);
    menu.focus();
  });
}

/* As the system says, until the reader says otherwise. */
export function enableScheme() {
  const control = document.querySelector(".gp-scheme");
  if (!control) return;
  const kept = "guidepress.scheme";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => document.body.dataset.mdColorScheme === "slate";
  const tell = () => control.setAttribute("aria-pressed", String(isDark()));
  const set = (scheme) => {
    document.body.dataset.mdColorScheme = scheme;
    tell();
  };
  const remember = (scheme) => {
    // A browser may forbid it, and then the choice holds for this page.
    try { localStorage.setItem(kept, scheme); } catch { /* nothing to mend */ }
  };
  const chosen = () => {
    try { return localStorage.getItem(kept); } catch { return null; }
  };
  control.addEventListener("click", () => {
    set(isDark() ? "default" : "slate");
    remember(document.body.dataset.mdColorScheme);
  });
  dark.addEventListener("change", () => { if (!chosen()) set(dark.matches ? "slate" : "default"); });
  tell();
}
