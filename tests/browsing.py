"""Waiting for a page, always with an end: no answer of a browser has a limit of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Request

# Milliseconds, as Playwright counts them: a guard against hanging.
LIMIT = 120_000
# So often is a page asked whether it has all that its scripts asked for; where it is never idle, the limit of the
# test comes first.
TURNS = 10_000

# Where no frames are drawn, a transition never ends by itself; so each is taken to its end. None may begin after that
# either: what opens under the pointer starts one with the next frame. A sheet made by a script is not held back by the
# policy of our pages, as an inline style is.
_SETTLE = """() => {
  const still = new CSSStyleSheet();
  still.replaceSync('*, ::before, ::after { transition: none !important }');
  document.adoptedStyleSheets = [still];
  for (let round = 0; round < 20; round++) {
    const moving = document.getAnimations().filter(each => each.playState === 'running');
    if (moving.length === 0) return true;
    for (const each of moving) {
      if (each.effect?.getComputedTiming().endTime === Infinity) each.cancel();
      else each.finish();
    }
  }
  return false;
}"""

# The function is written into the script: the policy of our pages lets nothing be compiled from a text.
_ASK = """([given, limit]) => Promise.race([
  (%s)(given),
  new Promise((_, fail) => setTimeout(() => fail(new Error('no answer in time')), limit)),
])"""


def settle(page: Page) -> None:
    """Take every transition and animation of the page to its end, without waiting for it."""
    assert page.evaluate(_SETTLE), "the page does not come to rest"


def ask(page: Page, script: str, given: Any = None) -> Any:
    """Return what the promise of a function in the page is kept with, or fail after the limit."""
    return page.evaluate(_ASK % script, [given, LIMIT])


# What the page that is open has asked for and not got yet, by context.
_PENDING: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()
# After what the page has put off until the browser has time, at the latest for a second; and what follows.
_IDLE = """async () => {
  for (const timeout of [1100, 100, 100]) {
    await new Promise((done) => requestIdleCallback(done, { timeout }));
  }
}"""


def watch(context: BrowserContext) -> None:
    """Give each wait of a context an end, and note what its pages ask for."""
    context.set_default_timeout(LIMIT)
    pending = _PENDING.setdefault(context, set())

    def begin(request: Request) -> None:
        if request.is_navigation_request():
            # What the last page asked for is dropped with it, and not always reported.
            pending.clear()
        pending.add(request)

    def end(request: Request) -> None:
        pending.discard(request)

    context.on("request", begin)
    context.on("requestfinished", end)
    context.on("requestfailed", end)


def arrive(page: Page, address: str) -> None:
    """Open an address and wait until its scripts are at rest."""
    page.goto(address)
    rest(page)


def rest(page: Page) -> None:
    """Wait until the scripts of a page ran, have what they asked for, and nothing is put off.

    Not for the idle network of Playwright: on a busy machine it is idle before the scripts run, or
    it is never said to be, also where nothing is asked for any more.
    """
    page.wait_for_load_state()
    pending = _PENDING[page.context]
    for _ in range(TURNS):
        was_quiet = not pending
        ask(page, _IDLE)
        if was_quiet and not pending:
            return
    raise AssertionError(f"no answer to {[each.url for each in pending]}")
