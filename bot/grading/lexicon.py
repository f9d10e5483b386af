"""The terms of the field and their short forms, as tables for `terms` to read."""

# One term per line: its canonical name, then everything that stands for it. A name is a single token afterwards, so
# that "mean squared error" shares nothing with "mean absolute error".
TERMS = """
crossvalidation: cross validation | crossvalidation | cv | xval | cross val | crossval
crossvalidation: k fold cross validation | k fold cv
kfold: k fold | kfold | k folds
learningrate: learning rate
stepsize: step size | stepsize | size of the step
neuralnetwork: neural network | neural net | nn | nns | ann | anns | dnn | dnns | artificial neural network
neuralnetwork: deep neural network | deep net
cnn: convolutional neural network | convolutional network | convnet | conv net | cnn | cnns
rnn: recurrent neural network | recurrent network | recurrent net | rnn | rnns
gnn: graph neural network | gnn | gnns
gan: generative adversarial network | gan | gans
vae: variational autoencoder | variational auto encoder | vae | vaes
lstm: long short term memory | lstm | lstms
gru: gated recurrent unit | gru | grus
gradientdescent: gradient descent | gd | batch gradient descent
sgd: stochastic gradient descent | sgd
svm: support vector machine | svm | svms | support vector classifier
pca: principal component analysis | pca | principal components analysis
svd: singular value decomposition | svd
knn: k nearest neighbor | k nearest neighbour | knn | k nn | nearest neighbor | nearest neighbour
machinelearning: machine learning | ml
deeplearning: deep learning | dl
artificialintelligence: artificial intelligence | ai
reinforcementlearning: reinforcement learning | rl
rlhf: reinforcement learning from human feedback | rlhf
dpo: direct preference optimization | dpo
ppo: proximal policy optimization | ppo
nlp: natural language processing | nlp
llm: large language model | llm | llms | language model | lm | lms
rag: retrieval augmented generation | rag
lora: low rank adaptation | low rank adapter | lora
moe: mixture of experts | moe
kvcache: key value cache | kv cache
mse: mean squared error | mean square error | mse | squared error
rmse: root mean squared error | root mean square error | rmse
mae: mean absolute error | mae | absolute error
mape: mean absolute percentage error | mape
recall: recall | tpr | true positive rate | sensitivity | hit rate
specificity: specificity | tnr | true negative rate
precision: precision | ppv | positive predictive value
fpr: false positive rate | fpr | fall out
falsepositive: false positive | false positives | fp | fps | false alarm | false alarms
falsenegative: false negative | false negatives | fn | fns | missed positive
truepositive: true positive | true positives | tp | tps
truenegative: true negative | true negatives | tn | tns
typeone: type i error | type 1 error | type one error
typetwo: type ii error | type 2 error | type two error
aucroc: auc roc | roc auc | area under the roc curve | area under roc | auroc | roc curve | roc
aucpr: auc pr | pr auc | area under the precision recall curve | precision recall curve | pr curve | auprc
aucpr: average precision
f1: f1 | f 1 | f1 score | f measure | f score
l1: l1 | l 1 | lasso | l1 norm | l1 penalty
l2: l2 | l 2 | ridge | l2 norm | l2 penalty | tikhonov
batchnorm: batch normalization | batch norm | batchnorm | bn
layernorm: layer normalization | layer norm | layernorm
relu: rectified linear unit | relu | relus
mle: maximum likelihood | maximum likelihood estimation | mle
kldivergence: kl divergence | kullback leibler | kullback leibler divergence | kld
tfidf: tf idf | tfidf | term frequency inverse document frequency
iid: independent and identically distributed | iid | i i d
ood: out of distribution | ood
eda: exploratory data analysis | eda
smote: synthetic minority oversampling technique | smote
validation: validation | val | dev
heldout: held out | heldout | hold out | holdout
unseen: unseen | not seen | never seen | not saw | never saw | out of sample | not been seen | never been seen
unseen: not before seen
accuracy: accuracy | acc
parameter: parameter | param | params | parameters
hyperparameter: hyperparameter | hyper parameter | hyperparam | hyperparams | hyper params
regularization: regularization | reg | regularizer | regularize
overfit: overfit | over fit | over fitting | over fitted | overtrain
underfit: underfit | under fit | under fitting | under fitted
dropout: dropout | drop out | dropouts
earlystopping: early stopping | early stop | stop early | stopping early | stopped early | stop training early
earlystopping: earlystopping
weightdecay: weight decay
heart: learn by heart | learns by heart | by heart
onehot: one hot | onehot | one hot encoding | ohe | dummy variable | dummy variables
logisticregression: logistic regression | logreg | log reg
linearregression: linear regression | ols | ordinary least squares
gpu: gpu | gpus | graphics card
api: api | apis
tree: tree | trees
randomforest: random forest | random forests | rf
gradientboosting: gradient boosting | gbm | gbdt | gradient boosted trees | xgboost
overhead: overhead
logloss: log loss | cross entropy | cross entropy loss | logloss | ce loss | bce
transferlearning: transfer learning
finetune: fine tune | fine tuning | finetuning | fine tuned | finetuned | finetune | sft
pretrain: pre train | pre training | pretraining | pre trained | pretrained
dataset: data set | dataset | datasets
trainingset: training set | train set | trainset
testset: test set | testset
validationset: validation set | val set | dev set | validation data set
notneed: unnecessary | unneeded | not necessary | not needed | no need | not need | superfluous | redundant
offpolicy: off policy
onpolicy: on policy
modelfree: model free
modelbased: model based
nonlinear: non linear | nonlinear
nonparametric: non parametric | nonparametric
nonconvex: non convex | nonconvex
tradeoff: trade off | tradeoff
baseline: base line | baseline
timeseries: time series
dimension: dimension | dim | dims
standarddeviation: standard deviation | std | stdev | sd
distribution: distribution | distr | dist
repeat: repeat
embedding: embedding | embeddings | vector representation
greatequal: at least | greater than or equal | greater or equal | no less than
lessequal: at most | less than or equal | less or equal | no more than
expectationmaximization: expectation maximization
iou: intersection over union | iou | jaccard
tsne: t sne | tsne
kmeans: k means | kmeans
pvalue: p value | pvalue
abtest: a b test | ab test | a b testing | ab testing
qlearning: q learning
mdp: markov decision process | mdp
"""

# Readings that only hold where the rubric speaks of the term: "lr" is a learning rate or a logistic regression.
AMBIGUOUS = """
lr: learningrate logisticregression linearregression
ce: logloss
map: meanaverageprecision
em: expectationmaximization
reg: regularization regression
dt: tree
gb: gradientboosting
k: kfold
eta: learningrate
alpha: learningrate regularization
lambda: regularization penalty
g: generator
d: discriminator
q: query
v: value
err: error
perf: performance
obs: observation
pred: predict
preds: predict
feats: feature
conv: convolution
"""
