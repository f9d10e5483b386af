"""`/kit`: who may, what is kept, and how a kit is changed by its buttons."""

from datetime import timedelta

import pytest

from bot.domain.errors import StudyError
from bot.domain.ids import ItemId, KitId, SpaceId
from bot.domain.kits.codes import kit_of
from bot.domain.kits.values import Copy, Format, Role
from bot.engine import commands as c
from bot.engine import doors, kit_facts, phrases
from bot.engine import kit_commands as k
from bot.engine import views as v
from bot.engine.asker import Asker
from bot.engine.engine import Engine
from bot.engine.tokens import Token, read
from bot.engine.verbs import VERBS
from tests.world import SPACE, World, seen

SEED = "7"


async def make(world: World, words: str = f"expert 45 seed={SEED}") -> v.KitView:
    return seen(await world.type(f"/kit {words}", "Boss", admin=True), v.KitView)


async def do(world: World, command: c.Command) -> v.View:
    return await world.do(command, "Boss", admin=True)


async def press(world: World, buttons: tuple[v.Button, ...], label: str) -> v.View:
    token = next(button.token for button in buttons if button.label == label)
    return await world.do(doors.pressed(read(str(token))), "Boss", admin=True)


def items(view: v.KitView) -> list[ItemId]:
    return [line.item for line in view.lines]


def notice(view: v.View) -> str:
    return seen(view, v.NoticeView).says


async def test_only_admins_and_those_whom_they_named_make_kits(world: World) -> None:
    assert notice(await world.type("/kit expert 45")).startswith("Only admins, and the people whom they named")
    named = world.asker("Mara")
    named = Asker(named.member, named.name, named.channel, may_hire=True)
    assert isinstance(await world.engine.handle(k.MakeKit(), named), v.KitView)


async def test_help_shows_the_verb_to_those_who_may_use_it(world: World) -> None:
    def has_kit(view: v.View) -> bool:
        return any(verb.name == "kit" for verb in seen(view, v.HelpView).verbs)

    who = {verb.name: verb.who for verb in VERBS}
    assert (who["kit"], who["study setup"], who["quiz"]) == ("admins, hiring managers", "admins", "all")
    assert not has_kit(await world.type("/study help"))
    assert has_kit(await world.type("/study help", "Boss", admin=True))


async def test_a_typed_line_gives_a_preview(world: World) -> None:
    view = await make(world, f'expert 60 llm,rag seed={SEED} title="ML  engineer"')
    assert (view.title, view.budget, view.seed) == ("ML engineer", 60, 7)
    assert view.minutes <= 60
    assert [button.label for button in view.buttons] == [
        "PDF for you",
        "PDF for the candidate",
        "Another draw",
        "Change",
    ]
    assert (Format.PDF, Copy.CANDIDATE) in view.formats
    assert (Format.ANKI, Copy.CANDIDATE) not in view.formats
    assert sum(number for _, number in view.levels) == len(view.lines)
    assert phrases.title(view) == "Interview kit: ML engineer"
    assert phrases.summary(view).startswith("Interview kit: ML engineer. ")


async def test_without_words_comes_the_form_with_a_seed_that_nobody_can_guess(world: World) -> None:
    form = seen(await world.type("/kit", "Boss", admin=True), v.KitFormView)
    assert (form.minutes, form.level, form.draw, form.token) == (45, "intermediate", "all", Token("kit_form"))
    assert "llm" in form.selectors
    world.clock.at += timedelta(seconds=1)
    assert seen(await world.type("/kit", "Boss", admin=True), v.KitFormView).seed != form.seed
    assert phrases.summary(form) == "Make an interview kit"


async def test_a_door_without_forms_says_the_typed_way(world: World) -> None:
    view = seen(await world.type("/kit", "Boss", admin=True, forms=False), v.NoticeView)
    assert view.next_step == "For example: `/kit expert 45 llm,retrieval pdf`"


async def test_the_form_makes_a_kit_and_changes_it(world: World) -> None:
    fields = {"title": "First round", "minutes": "30", "level": "beginner", "draw": "all", "seed": SEED}
    view = seen(await do(world, doors.submitted(Token("kit_form"), fields)), v.KitView)
    form = seen(await press(world, view.buttons, "Change"), v.KitFormView)
    assert (form.title, form.minutes, form.level, form.seed) == ("First round", 30, "beginner", 7)
    again = seen(await do(world, doors.submitted(form.token, fields | {"minutes": "60"})), v.KitView)
    assert (again.kit, again.budget) == (view.kit, 60)
    same = seen(await do(world, k.MakeKit(kit=view.kit, minutes="30", level="beginner")), v.KitView)
    assert (same.seed, items(same)) == (7, items(view))


async def test_what_is_typed_wrongly_is_said_before_anything_is_kept(world: World) -> None:
    for words, says in {
        "expert 45 audio": 'There is no section or topic "audio".',
        "expert 45 similarity": None,
        "expert 45 seed=7 strict=400 count=3 title=x": None,
        "9": "9 minutes are too short",
    }.items():
        view = await world.type(f"/kit {words}", "Boss", admin=True)
        assert isinstance(view, v.KitView) if says is None else notice(view).startswith(says)


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("minutes", "an hour", 'An interview takes 1 to 480 minutes, not "an hour".'),
        ("minutes", "²", 'An interview takes 1 to 480 minutes, not "²".'),
        ("count", "many", 'A kit takes 1 to 100 questions, not "many".'),
        ("seed", "1000000", 'A seed takes 0 to 999,999, not "1000000".'),
        ("strict_days", "x", 'Being strict takes 0 to 3,650 days, not "x".'),
        ("level", "hard", '"hard" is not a level.'),
        ("draw", "model", 'There is no section or topic "model". Did you mean "classical-ml"'),
        ("mix", "expert", '"expert" is not a share of the mix.'),
    ],
)
async def test_a_field_that_cannot_be_read_is_named(world: World, field: str, text: str, says: str) -> None:
    view = await do(world, doors.submitted(Token("kit_form"), {field: text}))
    assert notice(view).startswith(says)


async def test_a_mix_sets_the_level_when_none_is_given(world: World) -> None:
    view = seen(await do(world, k.MakeKit(mix="expert=3,beginner=1", seed=SEED)), v.KitView)
    assert {level for level, _ in view.levels} == {"expert", "beginner"}


async def test_items_are_named_by_id_or_slug(world: World) -> None:
    made = k.MakeKit(
        seed=SEED, include=("rag", "beginner/overfitting"), exclude=("gans",), level="expert", minutes="60"
    )
    view = seen(await do(world, made), v.KitView)
    assert {"generative-ai/rag", "beginner/overfitting"} <= set(items(view))
    assert notice(await do(world, k.MakeKit(include=("ragg",)))) == 'There is no item "ragg". Did you mean "rag"?'


async def test_a_code_opens_the_same_kit_wherever_it_is_pasted(world: World) -> None:
    view = await make(world)
    for words in (view.code.lower(), f"code={view.code}"):
        opened = seen(await world.type(f"/kit {words} title=Again", "Boss", admin=True), v.KitView)
        assert (items(opened), opened.code, opened.title) == (items(view), view.code, "Again")
    once_more = seen(await do(world, k.OpenKitCode(view.code, "Again")), v.KitView)
    assert once_more.kit == opened.kit
    assert notice(await world.type("/kit K1-ABCDE-FGHJK", "Boss", admin=True)).startswith("This kit code has a typo")


async def test_a_swap_keeps_the_part_and_a_lock_keeps_the_item(world: World) -> None:
    view = await make(world)
    line = view.lines[1]
    swapped = seen(await press(world, line.buttons, "Swap"), v.KitView)
    assert swapped.lines[1].item != line.item
    assert (swapped.lines[1].role, swapped.code != view.code) == (line.role, True)
    locked = seen(await press(world, swapped.lines[1].buttons, "Lock"), v.KitView)
    assert [button.label for button in locked.lines[1].buttons] == ["Unlock", "Up", "Down"]
    stale = await press(world, swapped.lines[1].buttons, "Swap")
    assert notice(stale) == "This question is locked."
    again = seen(await press(world, locked.buttons, "Another draw"), v.KitView)
    assert again.seed == 8
    assert locked.lines[1].item in items(again)
    assert items(again) != items(locked)
    kept = seen(await do(world, k.MakeKit(kit=view.kit, level="beginner", minutes="60")), v.KitView)
    assert locked.lines[1].item in items(kept)
    open_again = await press(world, kept.lines[items(kept).index(locked.lines[1].item)].buttons, "Unlock")
    assert not any(one.locked for one in seen(open_again, v.KitView).lines)


async def test_items_move_by_their_buttons_or_to_a_place(world: World) -> None:
    view = await make(world)
    first, second, *rest = items(view)
    assert [button.label for button in view.lines[0].buttons] == ["Swap", "Lock", "Down", "Remove"]
    down = seen(await press(world, view.lines[0].buttons, "Down"), v.KitView)
    assert items(down) == [second, first, *rest]
    up = seen(await press(world, down.lines[1].buttons, "Up"), v.KitView)
    assert items(up) == [first, second, *rest]
    last = seen(await do(world, k.MoveKitItem(view.kit, first, 99)), v.KitView)
    assert items(last) == [second, *rest, first]


async def test_what_is_removed_stays_away_and_what_is_added_stays(world: World) -> None:
    view = await make(world)
    gone = view.lines[2].item
    less = seen(await press(world, view.lines[2].buttons, "Remove"), v.KitView)
    assert gone not in items(less)
    assert "would fit." in less.unmet[0]
    back = seen(await do(world, k.AddKitItem(view.kit, gone)), v.KitView)
    assert back.lines[items(back).index(gone)].locked
    assert gone in items(seen(await press(world, back.buttons, "Another draw"), v.KitView))
    assert notice(await press(world, view.lines[2].buttons, "Remove")) == "This question is locked."
    await do(world, k.LockKitItem(view.kit, gone, locked=False))
    less = seen(await press(world, view.lines[2].buttons, "Remove"), v.KitView)
    for _ in range(5):
        less = seen(await press(world, less.buttons, "Another draw"), v.KitView)
        assert gone not in items(less)
    again = seen(await do(world, k.MakeKit(level="expert", minutes="120", kit=view.kit)), v.KitView)
    assert gone not in items(again)
    back = seen(await do(world, k.MakeKit(level="expert", minutes="120", kit=view.kit, include=(gone,))), v.KitView)
    assert gone in items(back)


async def test_words_and_items_that_left_the_bank_mean_nothing_in_a_kept_kit(world: World) -> None:
    view = await make(world, f"expert 20 interpretability,ethics seed={SEED}")
    less = seen(await press(world, view.lines[0].buttons, "Remove"), v.KitView)
    gone = view.lines[0].item
    topic = "ethics" if "interpretability" in less.lines[0].topics else "interpretability"
    good = world.bank.items
    world.bank.items = {id: one for id, one in good.items() if id != gone and topic not in one.topics}
    try:
        assert isinstance(await do(world, k.ShowKit(view.kit)), v.KitView)
        assert isinstance(await press(world, less.buttons, "Another draw"), v.KitView)
    finally:
        world.bank.items = good


async def test_a_button_of_an_item_that_left_the_kit_says_so(world: World) -> None:
    view = await make(world)
    await press(world, view.lines[0].buttons, "Swap")
    assert notice(await press(world, view.lines[0].buttons, "Swap")) == "This question is not in the kit any more."


async def test_a_kit_belongs_to_its_space(world: World) -> None:
    view = await make(world)
    stranger = world.asker("Eve", admin=True, space=SpaceId("test:other"))
    assert notice(await world.engine.handle(k.ShowKit(view.kit), stranger)).startswith("This kit is not here any more")
    assert notice(await world.engine.handle(k.GetKitFile(KitId(99), Format.PDF), stranger)).startswith(
        "This kit is not"
    )


async def test_kits_are_kept_for_ninety_days(world: World) -> None:
    view = await make(world)
    world.clock.at += timedelta(days=89)
    await make(world, "beginner 30 seed=1")
    assert isinstance(await do(world, k.ShowKit(view.kit)), v.KitView)
    world.clock.at += timedelta(days=2)
    await make(world, "beginner 30 seed=2")
    assert notice(await do(world, k.ShowKit(view.kit))).startswith("This kit is not here any more")


async def test_last_asked_here_is_shown_and_asked_items_come_later(world: World) -> None:
    await world.open_day()
    item = (await world.item()).id
    view = await make(world, f"beginner 100 seed={SEED}")
    asked = {line.item: line.last_asked for line in view.lines}
    assert set(asked.values()) <= {None, world.clock.at.date()}
    strict = await make(world, f"beginner 100 seed={SEED} strict=30")
    assert item not in items(strict)
    assert strict.left_out[0].startswith("Left out, as your team was asked it in the last 30 days: 1 question")


async def test_a_question_that_was_not_certainly_posted_was_not_asked(world: World) -> None:
    world.platform.before = [ConnectionError("nobody there")] * 50
    await world.first_morning()
    assert await world.store.run(lambda tx: tx.kits.last_asked(SPACE)) == {}


async def test_files_are_written_from_the_code_alone(world: World) -> None:
    view = await make(world, f"expert 30 seed={SEED} title=Panel")
    file = seen(await do(world, k.GetKitFile(view.kit, Format.MARKDOWN)), v.KitFileView)
    assert file.file.name.endswith("-interviewer.md")
    assert file.note.startswith("For the interviewer")
    assert [button.label for button in file.buttons] == ["The kit", "PDF for the candidate"]
    assert phrases.summary(file) == f"Panel: {file.file.name}. {file.note}"
    typed = seen(await world.type(f"/kit {view.code} md title=Panel", "Boss", admin=True), v.KitFileView)
    assert typed.file == file.file
    shown = seen(await press(world, file.buttons, "The kit"), v.KitView)
    assert items(shown) == items(view)
    candidate = seen(await do(world, k.GetKitFile(view.kit, Format.CSV, Copy.CANDIDATE)), v.KitFileView)
    assert (candidate.note, candidate.buttons[1].label) == (
        "For the candidate: the questions and nothing else.",
        "PDF for you",
    )
    quiz = seen(await do(world, k.GetKitFile(view.kit, Format.GIFT)), v.KitFileView)
    assert quiz.note.startswith("Holds the right answers")
    assert notice(await do(world, k.GetKitFile(view.kit, Format.GIFT, Copy.CANDIDATE))).startswith("There is no cand")
    at_once = await world.type(f"/kit expert 30 llm md seed={SEED}", "Boss", admin=True)
    assert isinstance(at_once, v.KitFileView)


async def test_where_no_files_can_be_written_the_command_line_is_named(world: World) -> None:
    view = await make(world)
    world.engine = Engine(world.store, world.bank, world.clock, world.judge, world.rules, zone="UTC")
    told = seen(await press(world, view.buttons, "PDF for you"), v.NoticeView)
    assert told.next_step == "On the command line: `studybot kit --help`."


async def test_a_kit_says_the_same_in_a_few_words_everywhere(world: World) -> None:
    await world.open_day()
    asked = (await world.item()).id
    made = k.MakeKit(level="beginner", minutes="200", seed=SEED, include=(asked,))
    view = seen(await do(world, made), v.KitView)
    lines = {line.item: line for line in view.lines}
    assert kit_facts.timing(view).startswith(f"{view.minutes} of 200 minutes: 3 to open, ")
    assert " Beginner, " in kit_facts.levels(view)
    assert kit_facts.topics(view, most=2).endswith(f" and {len(view.topics) - 2} more")
    assert " more" not in kit_facts.topics(view, most=99)
    assert kit_facts.part(view.lines[-1]) == f"Stretch, {view.lines[-1].minutes} min"
    assert "Not asked here yet" in {kit_facts.asked(line) for line in lines.values()}
    assert kit_facts.asked(lines[asked]) == "Last asked here on 23 November 2026"
    offers = [kit_facts.download(*one) for one in kit_facts.in_order(view.formats)]
    assert (offers[0], offers[6], offers[-1]) == (
        "PDF for the interviewer",
        "PDF for the candidate",
        "Anki cards for learners",
    )


async def test_a_kit_from_an_older_bank_says_what_changed(world: World) -> None:
    view = await make(world)
    kept = await world.store.run(lambda tx: tx.kits.get(view.kit, SPACE))
    assert kept is not None
    kit = kit_of(kept.code, "", world.bank.items, lambda item: world.bank.source(item)[0], world.bank.label)
    assert kit.entries[0].role is Role.WARM_UP
    item = view.lines[0].item
    good = world.bank.items
    world.bank.items = {id: one for id, one in good.items() if id != item}
    try:
        told = notice(await do(world, k.ShowKit(view.kit)))
    finally:
        world.bank.items = good
    assert told == "The bank has changed since this kit was made: one of its questions is gone."


@pytest.mark.parametrize("token", [Token("kit_what", 1), Token("kit_file", 1, "pdf"), Token("kit_file", 1, "exe.me")])
def test_buttons_of_another_version_are_refused(token: Token) -> None:
    with pytest.raises(StudyError, match="another version"):
        doors.pressed(token)


async def test_people_and_their_answers_change_nothing_in_a_kit(world: World) -> None:
    crowd = ("Ana", "Ben", "Cleo")
    await world.open_day()
    quiet = [await make(world, f"{level} 45 seed={SEED}") for level in ("beginner", "expert")]
    for name in crowd:
        await world.answer(f"The model memorizes the training data. {name} knows it.", name)
        await world.type("/study team create Vision", "Boss", admin=True)
        await world.type("/study team join Vision", name)
        await world.type("/quiz beginner 3", name)
    await world.close_round()
    loud = [await make(world, f"{level} 45 seed={SEED}") for level in ("beginner", "expert")]
    assert [view.code for view in loud] == [view.code for view in quiet]
    assert [view.lines[0].why for view in loud] == [view.lines[0].why for view in quiet]
    assert not any(name in repr(view) for view in loud for name in (*crowd, "Vision", "Boss"))
