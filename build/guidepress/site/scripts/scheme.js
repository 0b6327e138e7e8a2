/* Light or dark: as the system says, until the reader says otherwise. */

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
