"""Kit codes: the same kit again, a plain word about a typo, and about a bank that has changed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.bank.bank import PackBank
from bot.domain.errors import StudyError
from bot.domain.ids import ItemId
from bot.domain.kits import codes, packing
from bot.domain.kits.codes import code_of, kit_of, looks_like_code
from bot.domain.kits.packing import ALPHABET
from bot.domain.kits.selecting import select
from bot.domain.kits.values import Kit, Request
from bot.domain.questions import Level
from tests.domain.kits import TODAY, item, made

LABEL = "ai-ml 2026.11 (69 items)"


def digest(item: ItemId) -> str:
    return f"content of {item}"


def opened(bank: PackBank, code: str, title: str = "") -> Kit:
    return kit_of(code, title, bank.items, digest, LABEL)


@settings(max_examples=30)
@given(
    minutes=some.integers(20, 480), level=some.sampled_from(Level), seed=some.integers(0, 999_999), many=some.booleans()
)
def test_a_code_gives_the_same_kit_again(bank: PackBank, minutes: int, level: Level, seed: int, many: bool) -> None:
    wish = Request(title="ML engineer", minutes=minutes, level=level, seed=seed, count=None if many else 3)
    kit = select(bank.items.values(), wish, {}, TODAY)
    code = code_of(kit, digest, LABEL)
    assert opened(bank, code, "ML engineer") == replace(kit, unmet=(), left_out=(), notes=())
    assert code_of(opened(bank, code), digest, LABEL) == code


def test_the_longest_kit_has_a_code_too(bank: PackBank) -> None:
    items = {one.id: one for one in (item(bank, f"q{number}", minutes=1) for number in range(200))}
    kit = made(list(items.values()), minutes=480)
    assert len(kit.entries) == 100
    assert "would fit." in kit.unmet[0]
    assert kit_of(code_of(kit, digest, LABEL), "", items, digest, LABEL).entries == kit.entries


@pytest.mark.parametrize(("typed", "title"), [("  ML\n engineer\x1b ", "ML engineer"), ("", "Intermediate interview")])
def test_a_title_is_one_line_of_letters_that_can_be_seen(bank: PackBank, typed: str, title: str) -> None:
    assert opened(bank, some_code(bank), typed).title == title
    with pytest.raises(StudyError, match="The title has 101 characters"):
        opened(bank, some_code(bank), "x" * 101)


def some_code(bank: PackBank) -> str:
    return code_of(select(bank.items.values(), Request(seed=5), {}, TODAY), digest, LABEL)


def test_a_code_is_letters_digits_and_dashes_that_one_can_paste(bank: PackBank) -> None:
    code = some_code(bank)
    assert set(code) <= set(ALPHABET) | {"-"}
    assert len(code) < 75
    assert looks_like_code(code)
    assert not looks_like_code("k1-")
    assert not looks_like_code("llm,retrieval")


def test_case_spaces_and_look_alikes_do_not_matter(bank: PackBank) -> None:
    code = some_code(bank)
    kit = opened(bank, code)
    assert opened(bank, f"  {code.lower().replace('-', ' ')}\n") == kit
    assert opened(bank, code.replace("0", "O").replace("1", "l")) == kit


def test_a_wrong_letter_is_told_wherever_it_stands(bank: PackBank) -> None:
    code = some_code(bank)
    for place, letter in enumerate(code[3:], 3):
        for other in ALPHABET.replace(letter, "")[place % 5 :: 5] if letter != "-" else "":
            with pytest.raises(StudyError, match="typo: letters are missing, added or mixed up"):
                opened(bank, code[:place] + other + code[place + 1 :])


def test_a_letter_too_many_or_too_few_or_two_that_changed_places_are_told(bank: PackBank) -> None:
    code = some_code(bank)
    for broken in (code[:-1], code + "7", code[:-12], code[:4] + code[5] + code[4] + code[6:]):
        with pytest.raises(StudyError, match="typo"):
            opened(bank, broken)


def test_a_letter_that_no_code_has_is_named(bank: PackBank) -> None:
    with pytest.raises(StudyError, match="no code has the letter U"):
        opened(bank, some_code(bank).replace("A", "U", 1))


@pytest.mark.parametrize("text", ["", "K1", "K2-ABCDE-ABCDE", "hello", "→→→"])
def test_anything_else_is_no_code(bank: PackBank, text: str) -> None:
    with pytest.raises(StudyError, match="not a kit code of this version"):
        opened(bank, text)


@pytest.mark.parametrize("field", [(3, codes.LEVEL), (9, codes.COUNT)])
def test_a_code_that_nobody_printed_is_refused(bank: PackBank, field: tuple[int, int]) -> None:
    """The checksum is right, but the fields make no sense."""
    level, count = (field, (1, codes.COUNT)) if field[1] == codes.LEVEL else ((0, codes.LEVEL), field)
    body = packing.packed(
        [(45, codes.MINUTES), (1, codes.SEED), level, count, (0, codes.LABEL + 2), (0, codes.EACH), (0, codes.WHOLE)]
    )
    check = packing.packed([(packing.short(body, codes.CHECK), codes.CHECK)])
    with pytest.raises(StudyError, match="not a kit code of this version"):
        opened(bank, f"K1-{body}{check}")


def test_a_changed_bank_is_told_by_what_changed(bank: PackBank) -> None:
    code = some_code(bank)
    entries = opened(bank, code).entries
    newer, gone, retired = (entry.item for entry in entries[:3])
    items = {id: one for id, one in bank.items.items() if id != gone.id}
    items[retired.id] = replace(retired, retired=date(2026, 12, 1))

    def changed(item: ItemId) -> str:
        return f"new {item}" if item in (newer.id, retired.id) else digest(item)

    with pytest.raises(StudyError) as told:
        kit_of(code, "", items, changed, LABEL)
    assert told.value.says == (
        f"The bank has changed since this kit was made: “{newer.title}” is newer now; one of its questions is gone; "
        f"“{retired.title}” was retired."
    )


def test_a_change_that_the_short_digests_miss_is_told_all_the_same(bank: PackBank) -> None:
    code = some_code(bank)
    first = opened(bank, code).entries[0].item.id
    same = packing.short(digest(first), codes.CONTENT)
    lookalike = next(
        text for text in (f"other {i}" for i in range(10_000)) if packing.short(text, codes.CONTENT) == same
    )
    with pytest.raises(StudyError, match="at least one of its questions is newer now"):
        kit_of(code, "", bank.items, lambda item: lookalike if item == first else digest(item), LABEL)


def test_another_version_of_the_bank_with_the_same_questions_is_told(bank: PackBank) -> None:
    kit = kit_of(some_code(bank), "", bank.items, digest, "ai-ml 2026.12 (70 items)")
    assert kit.notes == ("The bank is ai-ml 2026.12 (70 items) now; the questions of this kit are the same.",)


def test_items_that_share_a_short_digest_are_told_apart(bank: PackBank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        codes, "short", lambda text, bits: 1 if bits in (codes.ITEM, codes.CONTENT) else real(text, bits)
    )
    items = [item(bank, name) for name in ("a", "b", "c")]
    kit = made(items, minutes=18)
    known = {one.id: one for one in items}
    assert kit_of(code_of(kit, digest, LABEL), "", known, digest, LABEL).entries == kit.entries
    many = {one.id: one for one in (item(bank, f"q{number}") for number in range(100))}
    long = made(list(many.values()), minutes=33)
    with pytest.raises(StudyError, match="at least one of its questions is newer now"):
        kit_of(code_of(long, digest, LABEL), "", many, digest, LABEL)


real = packing.short
