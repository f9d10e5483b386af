"""What is near to what and what excludes what in the field, as tables for `terms` to read."""

# Words near enough to stand for one another in the sentence of a rubric. A word may stand in several lines.
NEAR = """
up: high increase raise more large big greater grow above exceed many most huge larger bigger extra additional further
rise: high increase rise raise up climb grow upward greater exceed above
down: low decrease reduce less small shrink cut few lower diminish little below tiny least limit fewer minimize
fall: low decrease reduce mitigate drop fall down shrink decline diminish lower below
good: good great better best improve strong excellent perfect well nice fine perfectly
bad: bad poor wors weak degrade terrible poorly badly deteriorate horrible fail suffer struggle
heldout: test validation unseen heldout new fresh future testset validationset
trainset: train trainingset
error: error loss
score: accuracy score performance perform metric
example: example sample instance row record observation datapoint case
memorize: memorize heart memory remember
noise: noise fluctuation quirk accident random idiosyncrasy coincidence
simple: simple small shallow
prevent: prevent avoid cure fix stop solve combat fight eliminate remedy counter address
prevent: tackle halt remove
detect: detect reveal show expose measure diagnose discover spot find identify indicate tell
gap: gap difference distance discrepancy
gather: collect gather obtain acquire get
weight: weight coefficient parameter
feature: feature attribute column variable predictor covariate input
label: label target class annotation
penalty: penalty penalize regularization regularize
shrink: shrink pull push drive
zero: 0 zero
one: 1 single
method: method technique approach algorithm
fast: fast quick speed rapid
slow: slow
cost: cost expense expensive price
choose: choose select pick decide
split: split divide partition separate
mistake: mistake wrong incorrect error
correct: correct right
combine: combine ensemble average aggregate merge
common: common frequent often typical
rare: rare infrequent uncommon seldom minority
wrong: wrong incorrect false
capacity: capacity complexity flexibility size expressive complex
important: important crucial essential matter key
chance: chance probability likelihood odds
text: text document passage chunk
user: user customer client
wordpiece: token subword
mean: mean average
create: create generate produce synthesize
update: update change adjust modify
unchanged: unchanged constant fixed same frozen
copy: copy duplicate
cheap: cheap inexpensive
human: human person people manual
outcome: outcome result output
assume: assume assumption suppose
answer: answer response reply output
goal: goal objective aim
production: production deployment deploy live serve
monitor: monitor track watch observe
drift: drift shift
leak: leak contamination contaminate
hide: hide mask conceal
independent: independent separate
several: several multiple
repeat: repeat iterate
"""

# Partners: what people mix up and swap. What is said of one is not thereby said of the other.
PARTNERS = """
overfit | underfit
bias | variance
precision | recall
recall | specificity
supervised | unsupervised
bagging | boosting
parametric | nonparametric
generative | discriminative
l1 | l2
falsepositive | falsenegative
truepositive | truenegative
truepositive | falsepositive
typeone | typetwo
mae | mse rmse
cnn | rnn
encoder | decoder
generator | discriminator
classification | regression
onpolicy | offpolicy
modelfree | modelbased
aucroc | aucpr
f1 | f2
top1 | top5
batchnorm | layernorm
homoscedastic | heteroscedastic
prior | posterior
gradientdescent | sgd
exploration explore | exploitation exploit
majority | minority
mean | median
online | offline
parameter | hyperparameter
pca | tsne
lstm | gru
bert | gpt
key | query
pretrain | finetune
causation causal | correlation
"""

# Sides that exclude one another: `a b | c d` says that a or b is never c or d.
OPPOSITES = """
train trainingset | test validation unseen heldout testset validationset
high increase rise raise more large big up climb greater grow upward above many extra additional | low \
decrease reduce fall less small down shrink few lower diminish decline below fewer drop
good great better best improve strong well | bad poor wors weak degrade poorly badly
convex | nonconvex
stateless | stateful
linear | nonlinear
sparse | dense
local | global
vanish | explode
row | column
shallow | deep
simple | complex
fast quick | slow
before | after
short | long
always | never
positive | negative
maximum maximize | minimum minimize
static | dynamic
discrete | continuous
independent | dependent
correlated | uncorrelated
biased | unbiased
labeled | unlabeled
balanced | imbalanced
parallel | sequential
cheap | expensive
same | different
add | remove drop
keep | discard drop
prevent avoid | cause
help | hurt harm
sensitive | robust insensitive
stable | unstable
ascending | descending
start | end
upper | lower
first | last
forward | backward
wide | narrow
hard | soft
with | without
frequent common | rare
"""

# A prefix that turns a word into its opposite, or one term into another: never a typo.
TURNING_PREFIXES = ("un", "non", "in", "im", "dis", "a", "anti", "ir", "de", "re", "over", "under", "homo",
"hetero", "up",
                    "down", "pre", "post", "intra", "inter", "micro", "macro", "semi", "self", "multi", "uni", "bi",
                    "hyper", "auto", "sub", "super", "mis")

# Words of English that lie one slip from a word of the field.
LOOK_ALIKES = frozenset(["casual", "causal", "trail", "trial", "train", "brain", "later", "layer", "lager", "modal",
"model", "module", "noise", "nose", "noisy", "steam", "stream", "power", "tower", "lower", "height", "weight",
"weights", "heights", "median", "medium", "means", "beans", "state", "stat", "status", "sample", "simple",
"samples", "mini", "mean", "bath", "batch", "lose", "loss", "less", "toss", "best", "test", "rest", "text", "next",
"taste", "tests", "tree", "three", "free", "true", "tune", "turn", "gate", "rate", "date", "data", "grade", "trade",
"precision", "prediction", "decision", "derision", "provision", "reward", "forward", "toward", "prior", "price",
"prize", "price", "policy", "police", "polite", "contest", "context", "content", "station", "nation", "ration",
"variation", "valuation", "evaluation", "induction", "deduction", "reduction", "production", "adaptation",
"adoption", "attention", "retention", "intention", "detention", "extension", "tension", "activation", "motivation",
"convolution", "evolution", "revolution", "resolution", "solution", "embedding", "bedding", "encoding", "decoding",
"encoder", "decoder", "coder", "query", "quarry", "discrete", "discreet", "accept", "except", "effect", "affect",
"principal", "principle", "complement", "compliment", "baste", "based", "biased", "stationary", "stationery",
"regression", "recession", "repression", "session", "statistic", "statistics", "static", "elastic", "token",
"taken", "broken", "sparse", "sparks", "spare", "space", "pace", "face", "trace", "interference", "inference",
"reference", "preference", "difference", "deference", "hidden", "hideous", "forest", "forget", "target", "larger",
"longer", "linear", "linger", "lineal", "kernel", "colonel", "metric", "matrix", "metrics", "causation",
"causality", "casualty", "conversion", "convergence", "conversation", "convention", "parameter", "perimeter",
"diameter", "penalty", "penalties"])
