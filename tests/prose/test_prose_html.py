"""HTML: semantic, and escaped whatever comes in."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prose.html import line_to_html, to_html
from bot.prose.parse import parse, parse_line
from bot.prose.tree import CodeBlock, Heading, Paragraph, Text

law = settings(deadline=None, database=None, max_examples=150)
_OURS = ("p ul ol li pre code div table thead tbody tr th td blockquote h3 h4 h5 h6 hr br strong em a math "
         "mrow mi mn mo mtext mspace msup msub msubsup munder mover munderover mfrac msqrt mroot mtable mtr mtd "
         "mstyle mpadded semantics annotation")


class Seen(HTMLParser):
    """What a browser's tokenizer would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(html: str) -> Seen:
    reader = Seen()
    reader.feed(html)
    reader.close()
    return reader


def test_blocks_become_their_elements() -> None:
    assert to_html(parse("# t\n\na **b** *c* `d`  \ne\n\n> f\n\n---")) == (
        "<h3>t</h3><p>a <strong>b</strong> <em>c</em> <code>d</code><br>e</p><blockquote><p>f</p></blockquote><hr>")


def test_tight_entries_have_no_paragraph_and_loose_ones_do() -> None:
    assert to_html(parse("- a\n  1. b\n- c\n\n  d")) == (
        "<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>")


def test_a_list_starts_at_its_number() -> None:
    assert to_html(parse("3. a")) == '<ol start="3"><li>a</li></ol>'


def test_a_table_names_its_columns() -> None:
    assert to_html(parse("| a | b |\n|---|--:|\n| c | d |")) == (
        '<table><thead><tr><th scope="col">a</th><th scope="col" class="right">b</th></tr></thead>'
        '<tbody><tr><td>c</td><td class="right">d</td></tr></tbody></table>')


def test_links_open_beside_the_page_and_tell_it_nothing() -> None:
    assert line_to_html(parse_line("[a](https://b.org/?c=1&d=2)")) == (
        '<a href="https://b.org/?c=1&amp;d=2" rel="noopener noreferrer" target="_blank">a</a>')


def test_code_names_its_language_when_it_has_a_decent_one() -> None:
    assert to_html((CodeBlock("c++", "<"),)) == '<pre><code class="language-c++">&lt;</code></pre>'
    assert to_html((CodeBlock('"><x', "a"),)) == "<pre><code>a</code></pre>"


def test_headings_stay_below_those_of_the_page() -> None:
    heading = Heading(6, (Text("a"),))
    assert to_html((heading,)) == "<h6>a</h6>"
    assert to_html((Heading(1, (Text("a"),)),), headings_from=1) == "<h1>a</h1>"


def test_formulas_are_mathml() -> None:
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x²">' in to_html(parse("$x^2$"))
    assert to_html(parse("$$x^2$$")).startswith('<div class="formula"><math ')


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"onmouseover="x', "&lt;b>"])
def test_text_is_escaped(text: str) -> None:
    written = to_html((Paragraph((Text(text),)),))
    assert seen(written).tags == {"p"}
    assert seen(written).text == text


@law
@given(st.one_of(st.text(), st.text(st.sampled_from("<>&\"'*_`$[]()!#|-\\/ \nabjs:=script"), max_size=150)))
def test_only_our_elements_come_out_whatever_goes_in(text: str) -> None:
    for written in (to_html(parse(text)), line_to_html(parse_line(text))):
        found = seen(written)
        assert found.tags <= set(_OURS.split())
        assert not {name for name in found.attributes if name.startswith("on") or name == "style"}
        assert re.match(r"https?://", found.attributes.get("href") or "https://", re.IGNORECASE)


@law
@given(st.text())
def test_a_text_comes_back_from_its_html(text: str) -> None:
    cleaned = text.replace("\r", "")
    assert seen(line_to_html((Text(cleaned),))).text == cleaned
