"""Pages go into MkDocs and come out of it in memory, and only what is Markdown is parsed as such.

Of a page of headings and finished HTML each different heading is converted once, by MkDocs itself,
as a page of its own. A project's plugins see pages as ever, but for their Markdown, which is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from guidepress.site.blocks import Blocks, is_html, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FIRST, _LAST = 100, -100


class Converted(NamedTuple):
    """A block as HTML, what the table of contents lists of it, and the title it gives a page."""

    html: str
    toc: Sequence[Mapping[str, Any]] = ()
    title: str | None = None


class Pages(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # it has no options
    """A plugin that hands over the staged pages, by name, and takes the built ones."""

    def __init__(self, staged: Mapping[str, str]) -> None:
        self.staged = staged
        self.blocks: dict[str, Blocks] = {}
        self.headings: dict[str, Converted] = {}
        self.built: dict[str, str] = {}

    @event_priority(_FIRST)
    def on_files(self, files: Any, *, config: Any) -> Any:
        """Add the pages, and keep back the blocks of those that need no parser."""
        for name, page in self.staged.items():
            blocks = take_apart(page)
            if blocks is not None:
                self.blocks[name] = blocks
            content = page if blocks is None else ""
            files.append(File.generated(config, name, content=content))
        return files

    @event_priority(_FIRST)
    def on_page_markdown(self, markdown: str, *, page: Any, **_: Any) -> str:
        """Tell the page what its front matter said."""
        if page.file.src_uri in self.blocks:
            page.meta |= self.blocks[page.file.src_uri].meta
        return markdown

    @event_priority(_FIRST)
    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        """Return the blocks as HTML, and list the headings among them."""
        if page.file.src_uri not in self.blocks:
            return html
        blocks = self.blocks[page.file.src_uri].blocks
        converted = [self._convert(block, config, files) for block in blocks]
        # A title that the navigation gives stands already, and goes before.
        if converted and converted[0].title and "title" not in vars(page):
            page.title = converted[0].title
        page.toc = get_toc(nest_toc_tokens([{**each} for part in converted for each in part.toc]))
        return "\n".join(part.html for part in converted).rstrip("\n")

    def _convert(self, block: str, config: Any, files: Any) -> Converted:
        if is_html(block):
            return Converted(f"{block}\n")
        if block not in self.headings:
            page = Page(None, File.generated(config, "heading.md", content=block), config)
            page.markdown = block
            page.render(config, files)
            title = page.title if block.startswith("# ") else None
            self.headings[block] = Converted(page.content or "", [*_flatten(page.toc)], title)
        return self.headings[block]

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: Any, **_: Any) -> str:
        """Take the finished page; an empty one is not written."""
        self.built[page.file.dest_uri] = output
        return ""


def _flatten(links: Iterable[AnchorLink]) -> Iterator[dict[str, Any]]:
    for link in links:
        yield {"level": link.level, "id": link.id, "name": link.title}
        yield from _flatten(link.children)
