"""The kit's own words: scripts, rules of fairness, what the four scores mean. In Markdown."""

FOOTER = "This kit holds no candidate data; keep filled-in scorecards according to your own rules."
CANDIDATE_FOOTER = "Questions only. This page holds no data about you."

OPENING = """\
Hello, I am … and this is … . Thank you for taking the time. We have about {minutes} minutes: {questions}, and then your
own questions to us.

I take notes, so I shall look down now and then. Think aloud; the way to an answer interests me as much as the answer.
Ask when a question is unclear. "I do not know, but this is how I would find out" is a good sentence here. I may move on
before you are done, so that we get through everything.

Is there anything you need before we begin?
"""

CLOSING = """\
That was my last question. What would you like to know about the work, the team or the company?

You will hear from … by … . Thank you for the conversation.
"""

FAIR_USE = """\
1. **Ask everybody the same.** Every candidate for the role gets these questions, in this order, with about these
   minutes. The kit code makes the same kit again, byte for byte.
2. **Read each question as it stands.** Hints are given in the order printed, and you note which ones you gave.
3. **Probe from the top of the list**, until you have found where the answer ends or the time is up. Do not teach.
4. **Write down what was said**, not what you think of it. Evidence first, then the score.
5. **Score each question against its own anchors, before you talk to anybody.** Then compare with the other
   interviewers, and change a score only for evidence that you had missed.
6. **The model answer is one good answer.** A key point counts in any words, and a right point that is not listed
   counts too. Accent, speed and self-confidence are not on the scale.
7. **Ask nothing beside the work**: no age, family, health, origin, religion or pay history. Offer adjustments to
   everybody beforehand, such as more time or the questions in writing; the candidate's copy is made for that.
8. **Decide before the first interview what is needed to pass**, and keep one interview a part of the picture.

These habits are what research and public guides agree on: U.S. Office of Personnel Management, *Structured
Interviews: A Practical Guide* (2008); Levashina, Hartwell, Morgeson and Campion, *The Structured Employment Interview:
Narrative and Quantitative Review of the Research Literature*, Personnel Psychology 67 (2014), 241–293.
"""

NOT_FOR_CANDIDATES = (
    "**Interviewer's copy.** It holds the answers: do not show, send or screen-share it to a candidate."
)

WELCOME = """\
You will be asked {questions} in about {minutes} minutes. The minutes beside each question are a guide, not a limit
that you have to use up.

Think aloud, ask when something is unclear, and say so when you do not know; how you would find out counts too. The
interviewer takes notes and may move on so that there is time for everything.
"""

SCORECARD = """\
Print this part once per candidate and interviewer. Write the evidence first, tick one box per question, and hand it in
before you talk to the others. It becomes a personal record once a name stands on it: keep it according to your own
rules.
"""

SCORES = ("Poor", "Mixed", "Good", "Excellent")


def counted(number: int, one: str) -> str:
    """`1 question`, `5 questions`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
