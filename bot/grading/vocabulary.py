"""Which words carry little or nothing, and how spellings of one word are brought together.

The tables are plain strings, parsed on first use, so that importing costs nothing.
"""

import re
from functools import cache, lru_cache

import snowballstemmer

_STOP = """
a an the this that these those it its itself they them their there here he she his her him i me my we us our you your
one's is are was were be been being am do does did doing done have has had having can could will would shall should
may might must of to in on at by for from with as into onto about over under between among through during per via
within and or nor so if then else when where which who whom whose what why how than because since while whereas
although though but yet however also very just even still already really quite rather such some any each every both
either other another etc eg ie e g vs versus s t re ve ll d m let lets okay ok well-known like basically actually
simply mostly usually often typically generally sometimes maybe perhaps probably kind sort bit thing things something
someone anything everything way ways means meant say says said call called think thought know known see saw seen look
looks want come comes came go goes went going gone gets got getting get makes made making make give gives given gave
try tries tried trying tend tends happen happens happened seem seems e.g. i.e. much many lot lots own again now once
around off out until upon along across toward towards instead unlike whether therefore thus hence e.g basic case cases
example instance eh hmm um yeah yes hey hi please thanks thank certain various several pretty
"""

_COMMON = """
put puts take takes taken took taking need needs needed keep keeps kept keeping use used using uses user work works
working different same new old first second last only all always time part number set value values model models data
method methods approach technique result results problem problems change changes system task tasks process type types
kind point points form order level large small good bad high low more most less least few help helps show shows find
found learn learns learning train training include includes allow allows become becomes start end add adding base
based compare depend depends require best better true false real whole full able possible common general specific
particular important main single multiple step steps run running apply applied build choose chosen select create
creates provide provides produce produces perform performance measure measures similar difference amount size range
rate long short open close next before after never people team question answer reason state states cause because
effect over well idea concept name term word words example simple complex easy hard fit check lead leads handle
exactly clear clearly actual actually information given input output function features feature network tell tells day
year world life hand place group fact
"""

# A rule, not a list, because both the answer and the rubric pass through it: "noise" becomes "noize" on either side.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(e|es|ed|er|ers|ing|ation|ations|able)$"), r"iz\1"),
    (re.compile(r"(?<=[a-z]{2})ys(e|es|ed|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|al|ite|ites|able|hood|hoods)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2})([ou]d|[bn]|v|e)ell(ed|ing|er)$"), r"\1el\2"),
    (re.compile(r"(?<=[a-z])tre(s)?$"), r"ter\1"),
    (re.compile(r"ogue(s)?$"), r"og\1"),
)
_IZE = re.compile(r"^([a-z]{3,})iz(?:e|es|ed|er|ers|ing|ation|ations|able)$")

# Families that the Snowball stemmer tears apart, or pairs that it throws together; written as word=stem.
_FAMILIES = """
noisy=noize noisier=noize learnt=learn learned=learn learner=learn spelt=spell supervision=superviz
unsupervision=unsuperviz fitted=fit fits=fit fitting=fit fit=fit overfitted=overfit overfitting=overfit
overfits=overfit underfitted=underfit overfit=overfit underfit=underfit underfitting=underfit overfitter=overfit
overtraining=overtrain generally=usual generality=usual general=usual regular=regular regularly=regular
variability=varianc biased=bias biases=bias biasing=bias bias=bias unbiased=unbias simpler=simpl simplest=simpl
simplify=simpl simplified=simpl simplicity=simpl simplification=simpl complexity=complex complicated=complex
higher=high highest=high lower=low lowest=low larger=larg largest=larg bigger=big biggest=big smaller=small
smallest=small fewer=few fewest=few faster=fast fastest=fast slower=slow slowest=slow deeper=deep deepest=deep
better=better worse=wors worst=wors worsen=wors worsens=wors longer=long longest=long shorter=short stronger=strong
weaker=weak cheaper=cheap wider=wide memorization=memoriz memorise=memoriz memorize=memoriz performance=perform
performs=perform performed=perform probability=probabl probabilities=probabl probabilistic=probabl probable=probabl
sparsity=spars sparse=spars sparsely=spars density=dens dense=dens frequency=frequent frequencies=frequent
similarity=similar similarities=similar dependence=depend dependency=depend dependent=depend depends=depend
independence=independ independent=independ independently=independ stability=stabl instability=unstabl unstable=unstabl
stable=stabl sensitivity=sensit prediction=predict predictions=predict predictor=predictor retrieval=retriev
retrieve=retriev retriever=retriev explanation=explain explanations=explain explainable=explain explainability=explain
interpretable=interpret interpretability=interpret interpretation=interpret reduction=reduc reduces=reduc rose=rise
risen=rise grew=grow grown=grow growth=grow fell=fall fallen=fall chose=choos chosen=choos choice=choos choices=choos
built=build broke=break broken=break shrank=shrink shrunk=shrink shrinkage=shrink computation=comput
computational=comput costly=cost latency=latenc penalty=penalt penalties=penalt penalise=penalt penalize=penalt
penalized=penalt penalizes=penalt penalizing=penalt penalization=penalt penalty-term=penalt ensemble=ensembl
ensembling=ensembl ensembles=ensembl classification=classif classifier=classif classifiers=classif classify=classif
classifies=classif classified=classif convergence=converg divergence=diverg optimal=optimal optimum=optimum
optima=optimum minima=minimum maxima=maximum criteria=criterion matrices=matrix indices=index analyses=analyz
analysis=analyz analyze=analyz hypotheses=hypothesi data=data datum=data wrongly=wrong correctly=correct
correctness=correct accurately=accurac accurate=accurac accuracy=accurac imbalance=imbalanc imbalanced=imbalanc
unbalanced=imbalanc normal=normal normally=normal organize=organiz validate=valid validating=valid validation=valid
validated=valid valid=validity invalid=invalidity train=train trained=train training=train trains=train tuned=tune
tuning=tune leak=leak leaks=leak leakage=leak leaking=leak leaked=leak augmented=augment augmentation=augment
augmentations=augment pruned=prune pruning=prune prunes=prune correlated=correl correlation=correl correlations=correl
correlate=correl uncorrelated=uncorrel decorrelate=uncorrel generator=generator generators=generator
discriminator=discriminator discriminators=discriminator encoder=encoder encoders=encoder decoder=decoder
decoders=decoder decorrelated=uncorrel randomness=random randomly=random randomize=random randomized=random
randomization=random
"""


def spelling(word: str) -> str:
    """The American spelling of a lower-case word, give or take: `behaviour` -> `behavior`."""
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


@cache
def _families() -> dict[str, str]:
    pairs = (entry.split("=") for entry in _FAMILIES.split())
    return {spelling(word): stem for word, stem in pairs}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem under which forms of one word meet; a word with a digit is its own stem.

    Families come first: Snowball makes `regular` of "regularization" and "regular" alike.
    """
    if not word.isascii() or any(character.isdigit() for character in word):
        return word
    word = spelling(word)
    if family := _families().get(word):
        return family
    if ize := _IZE.match(word):
        return ize[1] + "iz"
    # A fresh stemmer each time a word is new: the object keeps state and is not safe to share between threads.
    found: str = snowballstemmer.stemmer("english").stemWord(word)
    return found


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about the matter, as they are written."""
    return frozenset(_STOP.split())


@cache
def common_stems() -> frozenset[str]:
    """Stems so common in any answer that matching one shows little."""
    return frozenset(stem(word) for word in _COMMON.split())


@cache
def common_words() -> frozenset[str]:
    """Correct words that must never be taken for a typo of a term."""
    return frozenset((_STOP + _COMMON).split())
