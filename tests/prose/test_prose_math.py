"""Formulas: what each face shows, which sentence an author gets, and that hostile LaTeX stays text."""

from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.prose.math import mathml, plain, problem

law = settings(deadline=None, database=None, max_examples=150)
_M = "{http://www.w3.org/1998/Math/MathML}"

SHOWN = {
    r"x^2": "x²",
    r"\theta_t": "θₜ",
    r"\frac{a}{b}": "a/b",
    r"\frac{a+b}{c}": "(a + b)/c",
    r"\frac{2PR}{P+R}": "2PR/(P + R)",
    r"\frac{1}{2\sigma^2}": "1/(2σ²)",
    r"\frac{p(1-p)}{n}": "p(1 − p)/n",
    r"\frac{p}{q(x)}": "p/q(x)",
    r"\frac{p}{2(x)}": "p/(2(x))",
    r"\frac{a}{bc}": "a/(bc)",
    r"\frac{1}{SS_{\text{tot}}}": "1/SS_tot",
    r"\frac{1}{\left(a+b\right)}": "1/(a + b)",
    r"\frac{1}{{x}}": "1/x",
    r"\frac{1}{}": "1/()",
    r"\frac{\partial L}{\partial w}": "∂L/∂w",
    r"\frac{d}{dx}f": "d/(dx) f",
    r"\frac{\partial}{\partial x}f": "∂/∂x f",
    r"\frac{1}{n}\sum_i x_i": "1/n · Σᵢ xᵢ",
    r"2\frac{a}{b}c": "2 · a/b · c",
    r"x^{\frac12 y}": "x^(1/2·y)",
    r"-\frac{1}{N}": "−1/N",
    r"\log\frac{p}{q}": "log(p/q)",
    r"\left(\frac{1}{2}\right)^2": "(1/2)²",
    r"\frac{1}{2}^2": "(1/2)²",
    r"{a+b}^2": "(a + b)²",
    r"{}^2x": "²x",
    r"\sum_{t=0}^{T} r_t": "Σ_{t=0}^{T} rₜ",
    r"\sum_i^n x": "Σᵢⁿ x",
    r"\sum_{i=1}^{n^2} x": "Σ_{i=1}^{n²} x",
    r"\sum^{ab/c}": "Σ^{ab/c}",
    r"\int_0^1 f\,dx": "∫₀¹ f dx",
    r"\prod_{i<j}(a)": "Π_{i<j} (a)",
    r"\lim_{n\to\infty} a": "lim_{n→∞} a",
    r"\max_a Q(s, a)": "max_a Q(s, a)",
    r"\operatorname*{arg\,max}_{\theta} f": "arg max_θ f",
    r"\operatorname{clip}(x)": "clip(x)",
    r"\log_2 n": "log₂ n",
    r"n\log n": "n log n",
    r"\log\left(x\right)": "log(x)",
    r"x_{\max}": "x_max",
    r"x^{\log n}": "x^(log n)",
    r"x^{\sum_i a}": "x^(Σᵢa)",
    r"2^{2\log n}": "2^(2 log n)",
    r"a=\log n": "a = log n",
    r"(\log n)": "(log n)",
    r"\hat y": "ŷ",
    r"\bar{x}\tilde x\vec v\dot x": "x̄x̃v⃗ẋ",
    r"\widehat{ab}": "hat(ab)",
    r"\underbrace{a+b}_{\text{cost}}": "a + b [cost]",
    r"\mathbb{E}_{x\sim p}[f(x)]": "𝔼_{x~p}[f(x)]",
    r"\mathbb{R}^{n\times d} x": "ℝ^(n×d) x",
    r"\mathbb 1[y\ne k]": "𝟙[y ≠ k]",
    r"\mathcal{L}, \mathfrak{C}, \mathfrak{a}": "ℒ, ℭ, 𝔞",
    r"\mathbb{+}\mathbf{W}\boldsymbol\theta": "+Wθ",
    r"D_{\mathrm{KL}}(p\,\|\,q)": "D_KL(p ‖ q)",
    r"x_{\text{new}}y": "x_new y",
    r"\sigma^2_{\text{new}}": "σ²_new",
    r"x_{i_j}": "x_{iⱼ}",
    r"n_{max}": "n_max",
    r"e^{-x^2/2}": "e^(−x²/2)",
    r"x^q": "x^q",
    r"W^{[l]}x^{(i)}": "W^[l] x⁽ⁱ⁾",
    r"X^\top": "Xᵀ",
    r"\theta^*": "θ*",
    r"f'(x)": "f′(x)",
    r"f''^2": "f′′²",
    r"x^10": "x¹0",
    r"x^{10}": "x¹⁰",
    r"10^{-3}": "10⁻³",
    r"x_{t+1}": "xₜ₊₁",
    r"1,000\times 2": "1,000 × 2",
    r"f(1,2)": "f(1, 2)",
    r"f: X\to Y": "f: X → Y",
    r"3:1": "3:1",
    r"a := b": "a := b",
    r"x = -1": "x = −1",
    r"(-1)+": "(−1)+",
    r"a - -b": "a − −b",
    r"p(a\mid b)": "p(a | b)",
    r"p(a|b)": "p(a|b)",
    r"\left.a\middle|b\right|": "a | b|",
    r"\big(x\big]\big.": "(x]",
    r"\lfloor x\rfloor\le\lVert w\rVert": "⌊x⌋ ≤ ‖w‖",
    r"\left\|x\right>\left\langle y\right\rangle": "‖x⟩⟨y⟩",
    r"\{x\}\_\%\&\#\$": "{x}_%&#$",
    r"\sqrt{x+1}\sqrt 2": "√(x + 1)√2",
    r"\sqrt[3]{x}\sqrt[q]{y}": "³√x(q)√y",
    r"\binom{n}{k}": "C(n, k)",
    r"\overset{d}{=}\underset{x}{ab}": "=^d ab_x",
    r"\sum_{\substack{i<n\\j<m}} a": "Σ_{i<n, j<m} a",
    r"\begin{cases}1&\text{if }x<0,\\0&\text{otherwise}\end{cases}": "{ 1, if x < 0; 0, otherwise }",
    r"\begin{bmatrix}1&2\\3&4\end{bmatrix}": "[1, 2; 3, 4]",
    r"\begin{array}{cc}1&2\\\end{array}": "[1, 2]",
    r"\begin{aligned}a&=b\\c&=d\end{aligned}": "a = b; c = d",
    r"a\\b": "a; b",
    r"a,\quad b~c": "a,\u2003b c",
    r"\text{100\% {of} it~all}": "100% of it all",
    r"\displaystyle a\!b\ c": "ab c",
    r"\hat{\mathbf y}": "ŷ",
    r"\gamma^t r_t": "γᵗrₜ",
    r"5!": "5!",
    r"\log": "log",
    r"a\approx b": "a ≈ b",
    r"\{\,\}": "{ }",
}


@pytest.mark.parametrize(("latex", "shown"), list(SHOWN.items()))
def test_a_formula_reads_well_in_a_chat(latex: str, shown: str) -> None:
    assert (problem(latex), plain(latex)) == (None, shown)


def test_aligned_equations_take_lines_of_their_own_where_they_may() -> None:
    assert plain(r"\begin{aligned}a&=b\\c&=d\end{aligned}", display=True) == "a = b\nc = d"


REFUSED = {
    "": "The formula is empty.",
    r"\displaystyle\!": "The formula is empty.",
    "{x": "An opening brace { is never closed.",
    "x}": "A closing brace } has no opening brace.",
    r"{a & b}": "A group in braces is cut by &, \\\\, \\right, \\middle or \\end.",
    r"\left( x": "There is a \\left without its \\right.",
    r"x \right)": "There is a \\right without its \\left.",
    r"x \end{cases}": "There is an \\end without its \\begin.",
    r"x \middle| y": "There is a \\middle outside of \\left … \\right.",
    r"\left x": "\\left must be followed by a delimiter such as ( or |.",
    r"\big": "\\big must be followed by a delimiter such as ( or |.",
    r"\left{ x \right}": "\\left must be followed by a delimiter such as ( or |.",
    "a & b": "The alignment sign & stands outside of an environment such as aligned; write \\& for the character.",
    "x_a_b": "Two subscripts stand on one base; use braces to say which belongs to which.",
    "x^a^b": "Two superscripts stand on one base; use braces to say which belongs to which.",
    "x^a'": "A prime stands behind a superscript; put braces around the base.",
    "x^": "Something is missing after ^.",
    "x_^2": "Something is missing after _.",
    r"\frac{a}": "Something is missing after \\frac.",
    r"\sqrt[3": "An opening bracket [ after \\sqrt is never closed.",
    "50%": "Write \\% for the character %; alone it has a meaning in LaTeX.",
    "a\x07b": "The formula holds a character that cannot be printed.",
    "\\text{a\x07b}": "The formula holds a character that cannot be printed.",
    r"\text{a": "An opening brace { is never closed.",
    r"\text a": "\\text must be followed by a text in braces.",
    r"\text{a $x$}": "A text inside the formula holds a macro or a formula; close the text first.",
    r"\text{\textbf{a}}": "A text inside the formula holds a macro or a formula; close the text first.",
    r"\begin{tabular}a\end{tabular}": "The environment tabular is outside the supported subset.",
    r"\begin{alignd}a\end{alignd}": 'The environment alignd is outside the supported subset. Did you mean "aligned" or '
                                    '"align"?',
    r"\begin{aligned}a": "The environment aligned is never ended.",
    r"\begin{aligned}a\end{cases}": "The environment aligned is never ended.",
    r"\substack a": "\\substack must be followed by lines in braces.",
    r"\substack{a": "An opening brace { is never closed.",
    "\\": "The formula ends with a backslash.",
    r"\sigm": 'The formula uses \\sigm, which is outside the supported subset. Did you mean "sigma" or "sim"?',
    r"\href{javascript:alert(1)}{x}": "The formula uses \\href, which is outside the supported subset.",
    r"\newcommand{\a}{\a\a}": "The formula uses \\newcommand, which is outside the supported subset.",
    r"\backslash": "The formula uses \\backslash, which is outside the supported subset.",
    r"\@": "The formula uses \\@, which is outside the supported subset.",
    "{" * 17 + "}" * 17: "The formula is nested more than 16 levels deep.",
    r"\hat" * 17 + "x": "The formula is nested more than 16 levels deep.",
    "x" * 2_001: "The formula has 2,001 characters; at most 2,000 are read.",
}


@pytest.mark.parametrize(("latex", "says"), list(REFUSED.items()), ids=range(len(REFUSED)))
def test_an_author_is_told_what_is_wrong(latex: str, says: str) -> None:
    assert problem(latex) == says


@pytest.mark.parametrize("latex", [one for one in REFUSED if "\x07" not in one], ids=range(len(REFUSED) - 2))
def test_a_formula_with_a_problem_is_shown_as_its_source(latex: str) -> None:
    assert plain(latex) == plain(latex, display=True) == latex
    assert ElementTree.fromstring(mathml(latex, display=True)).findtext(f"{_M}mtext") == latex


def test_a_page_gets_the_structure_and_the_source() -> None:
    math = ElementTree.fromstring(mathml(r"\sum_{i=1}^{n} \frac{x_i}{2}", display=True))
    assert (math.get("display"), math.get("alttext")) == ("block", "Σ_{i=1}^{n} xᵢ/2")
    assert [part.tag.removeprefix(_M) for part in math.iter()] == [
        "math", "semantics", "mrow", "munderover", "mo", "mrow", "mi", "mo", "mn", "mrow", "mi", "mfrac", "mrow",
        "msub", "mi", "mrow", "mi", "mrow", "mn", "annotation"]
    assert math.findtext(f".//{_M}annotation") == r"\sum_{i=1}^{n} \frac{x_i}{2}"


def leaves(latex: str, *, display: bool = False) -> list[tuple[str, str]]:
    math = ElementTree.fromstring(mathml(latex, display=display))
    return [(part.tag.removeprefix(_M), part.text) for part in math.iter()
            if part.text and "annotation" not in part.tag]


def test_a_page_gets_words_whole_and_letters_in_their_alphabet() -> None:
    assert leaves(r"\operatorname{softmax}(\mathbf{W}\mathbb 1\mathrm{x+}2.5in)") == [
        ("mi", "softmax"), ("mo", "("), ("mi", "𝐖"), ("mn", "𝟙"), ("mi", "x"), ("mo", "+"), ("mn", "2.5"), ("mi", "i"),
        ("mi", "n"), ("mo", ")")]
    assert leaves(r"\text{a b}_{\mathrm{KL}}") == [("mtext", "a\u00a0b"), ("mtext", "KL")]


def test_limits_stand_below_only_in_a_displayed_formula() -> None:
    assert "munder>" in mathml(r"\max_a Q", display=True)
    assert "msub>" in mathml(r"\max_a Q", display=False)
    assert "msub>" in mathml(r"\int_a Q", display=True)


def test_a_name_keeps_its_distance_from_operands_only() -> None:
    spaced = {latex: mathml(latex, display=False).count("mspace") for latex in (
        r"\log x", r"\log(x)", r"2\log x", r"a + \log x", r"\log\left(x\right)", r"\left(x\right)\log y", r"\log\, x",
        r"\log_2{x}", r")\log(", r"\log = \sum")}
    assert spaced == {r"\log x": 1, r"\log(x)": 0, r"2\log x": 2, r"a + \log x": 1, r"\log\left(x\right)": 0,
                      r"\left(x\right)\log y": 2, r"\log\, x": 1, r"\log_2{x}": 1, r")\log(": 1, r"\log = \sum": 0}


def test_a_leading_minus_is_a_prefix() -> None:
    assert mathml("-a - b(-c)", display=False).count('form="prefix"') == 2


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</math><script>", "&lt;script&gt;", "]]>",
           "</annotation></semantics></math><svg onload=x>", "&#x3c;script&#x3e;", "\ue000\ue001"]


@pytest.mark.parametrize(("text", "around"), list(product(HOSTILE, [
    r"\text{%s}", r"\operatorname{%s}", "%s", r"\begin{%s}", r"\mathrm{%s}", r"\%s",
    r"\begin{array}{%s}a\end{array}"])))
def test_hostile_latex_stays_text(text: str, around: str) -> None:
    for display in (True, False):
        written = mathml(around.replace("%s", text), display=display)
        tags = {part.tag.removeprefix(_M) for part in ElementTree.fromstring(written).iter()}
        attributes = {name for part in ElementTree.fromstring(written).iter() for name in part.attrib}
        assert not tags & {"script", "img", "svg"}
        assert not any(name.startswith("on") or name in ("href", "style", "class", "id") for name in attributes)
        assert "<script" not in written
        assert "<img" not in written
        assert "<svg" not in written


PIECES = [
    "x", "12.5", r"\theta", r"\log", r"\max", r"\sum", "+", "=", "(", r"\text{a b}", r"\quad", r"\,", "{x}", "x_1^2",
    "f'",
    r"\frac{1}{2}", r"\binom{n}{k}", r"\sqrt[3]{x}", r"\sqrt{}", r"\hat{x}", r"\overline{ab}", r"\underbrace{a}_{b}",
    r"\overbrace{a}^b", r"\mathbb{R}", r"\mathrm{d}", r"\bm{x+1}", r"\left(x\right)", r"\left.x\middle|y\right\}", "{}",
    r"\overset{a}{=}", r"\underset{a}{b}", r"\begin{cases}a&b\\c\end{cases}", r"\begin{pmatrix}a\\&b\end{pmatrix}",
    r"\begin{aligned}a&=b\\&=c\end{aligned}", r"\begin{array}{l|r}a&b\end{array}", r"\operatorname*{a b}", r"a\\",
    r"\sum_{\substack{a\\b}}^n", r"\big\|", r"\to", r"\displaystyle", r"\not", r"\cfrac{a}{b}", r"\tfrac12", r"{}_a",
]
AROUND = ["{0}{1}", r"\frac{{{0}}}{{{1}}}", r"{{{0}}}_{{{1}}}", r"{0}_{{x}}^{{{1}}}", r"\sqrt[{0}]{{{1}}}",
          r"\hat{{{0}}}{1}", r"\left[{0}\right]{1}", r"\mathbf{{{0}{1}}}", r"\begin{{bmatrix}}{0}&{1}\end{{bmatrix}}",
          r"\overset{{{0}}}{{{1}}}",
          r"\begin{{aligned}}{0}\\{1}\end{{aligned}}", r"\max_{{{0}}}{1}", r"\underbrace{{{0}}}_{{{1}}}", "{0}'{1}"]


@pytest.mark.parametrize("around", AROUND)
def test_whatever_is_put_together_is_shown_or_refused_on_every_face(around: str) -> None:
    pairs = product(PIECES, PIECES) if around == "{0}{1}" else [*product(PIECES, "x+"), *product("x+", PIECES)]
    for one, other in pairs:
        latex = around.format(one, other)
        for display in (True, False):
            ElementTree.fromstring(mathml(latex, display=display))
        if problem(latex) is None:
            assert "\\" not in plain(latex)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda around, one, other: around.format(one, other), st.sampled_from(AROUND), inner, inner)


@law
@given(st.recursive(st.sampled_from(PIECES), grown, max_leaves=12))
def test_nested_formulas_are_well_formed_xml(latex: str) -> None:
    for display in (True, False):
        ElementTree.fromstring(mathml(latex, display=display))
    if problem(latex) is None:
        assert "\\" not in plain(latex)


@law
@given(st.one_of(st.text(), st.text(st.sampled_from("\\{}_^'&$%[]()|<>~ abfrctexlm12.,=+-\n"), max_size=60)))
def test_no_text_breaks_the_formulas(latex: str) -> None:
    plain(latex)
    problem(latex)
    ElementTree.fromstring(mathml(latex, display=False))
    mathml(latex, display=True).encode()
