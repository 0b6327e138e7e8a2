"""Pages of headings and finished HTML, of which MkDocs parses the headings alone.

Each different heading is converted once, by MkDocs itself, as a page of its own. A project's
plugins see such pages as ever, but for their Markdown, which is empty.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markdown.extensions.toc import nest_toc_tokens  # type: ignore[import-untyped]
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from guidepress.site.blocks import Blocks, is_html, take_apart

# A heading in finished HTML that the table of contents lists too, by the name it gives.
_LISTED = re.compile(r'<h([2-6]) id="([^"]{1,200})" data-toc="([^"]{0,2000})"')


class Converted(NamedTuple):
    """A block as HTML, what the table of contents lists of it, and the title it gives a page."""

    html: str
    toc: Sequence[Mapping[str, Any]] = ()
    title: str | None = None


class Converter:
    """Adds staged pages to MkDocs's files, and converts the blocks of those that need no parser."""

    def __init__(self) -> None:
        self.blocks: dict[str, Blocks] = {}
        self.converted: dict[str, Converted] = {}

    def make_file(self, name: str, page: str, config: Any) -> File:
        """Return the file of a staged page, without the blocks that are kept back."""
        blocks = take_apart(page)
        if blocks is not None:
            self.blocks[name] = blocks
        return File.generated(config, name, content=page if blocks is None else "")

    def read_front(self, page: Any) -> None:
        """Give the page its front matter."""
        if page.file.src_uri in self.blocks:
            page.meta |= self.blocks[page.file.src_uri].meta

    def convert(self, html: str, page: Any, config: Any, files: Any) -> str:
        """Return the blocks of the page as HTML, and list the headings among them."""
        if page.file.src_uri not in self.blocks:
            return html
        blocks = self.blocks.pop(page.file.src_uri).blocks
        converted = [self._convert(block, config, files) for block in blocks]
        # A title that the navigation gives is there already, and has precedence.
        if converted and converted[0].title and "title" not in vars(page):
            page.title = converted[0].title
        page.toc = get_toc(nest_toc_tokens([{**each} for part in converted for each in part.toc]))
        return "\n".join(part.html for part in converted).rstrip("\n")

    def _convert(self, block: str, config: Any, files: Any) -> Converted:
        if is_html(block):
            return Converted(f"{block}\n", _listed(block) if "data-toc" in block else ())
        if block not in self.converted:
            page = Page(None, File.generated(config, "heading.md", content=block), config)
            page.markdown = block
            page.render(config, files)
            title = page.title if block.startswith("# ") else None
            self.converted[block] = Converted(page.content or "", [*_flatten(page.toc)], title)
        return self.converted[block]


def _listed(block: str) -> list[dict[str, Any]]:
    # What the theme lists is HTML, and the name is escaped as it stands in its attribute.
    found = _LISTED.findall(block)
    return [{"level": int(level), "id": id_, "name": name} for level, id_, name in found]


def _flatten(links: Iterable[AnchorLink]) -> Iterator[dict[str, Any]]:
    for link in links:
        yield {"level": link.level, "id": link.id, "name": link.title}
        yield from _flatten(link.children)
