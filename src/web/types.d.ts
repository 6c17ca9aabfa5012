/** A column of the input: a coordinate or a function of the two. */
export type Feature = "x1" | "x2" | "x1_squared" | "x2_squared" | "x1_x2" | "sin_x1" | "sin_x2";
/** The non-linearity of a hidden layer. */
export type Activation = "sigmoid" | "tanh" | "relu" | "leaky_relu" | "gelu" | "silu" | "sine" | "identity";
/** What computes the hidden state of a recurrent network from step to step. */
export type Cell =
  | "rnn" | "stage1" | "stage2" | "stage3" | "lstm" | "lstm_printed" | "lstm_1997" | "gru" | "gru_cho";
/** What a recurrent network learns. */
export type Task =
  | "pulse" | "long_lag" | "parity" | "counter" | "adding" | "order" | "recall" | "reber" | "copy"
  | "sine" | "two_sines" | "sunspots" | "series" | "fable" | "english" | "text" | "bits" | "given";
export type Output = "sigmoid" | "softmax" | "tanh" | "identity" | "heaviside";
export type Loss = "log_loss" | "cross_entropy" | "mse" | "half_mse" | "hinge" | "perceptron";
export type Optimizer =
  | "gradient_descent" | "momentum" | "nesterov" | "rmsprop" | "adagrad" | "adadelta" | "adam" | "adamw";
export type Dataset =
  | "blobs" | "circles" | "moons" | "disc" | "xor" | "gauss" | "spiral" | "checkerboard" | "iris"
  | "plane" | "gaussians" | "sine" | "step" | "polynomial" | "points";

/**
 * Everything that defines a run. Names, ranges, choices and defaults of the fields: `schema()`.
 * Left out, a field takes its default; a seed left out is drawn and reported.
 */
export interface Experiment {
  /** Version of this form. */
  version: number;
  /** Where the points come from; `points` takes them from the field of that name. */
  dataset: Dataset;
  n_samples: number;
  /** Standard deviation of the noise on `circles`, `moons` and the curves; elsewhere a share from 0 to 1. */
  noise: number;
  /** Radius of the inner circle over that of the outer one. */
  factor: number;
  /** Standard deviation of each blob. */
  cluster_std: number;
  /** Seed of the points. */
  data_seed: number;
  /** Number of blobs or of arms of the spiral. */
  n_classes: number;
  /** The two columns of Iris. */
  columns: string[];
  /** Inline data: one `[x1, x2]` and one class or value for each point. */
  points: Points | null;
  /** Share of the points kept for testing, in percent. */
  test_share: number;
  /** Whether the test points are drawn; otherwise they are the last ones. */
  random_split: boolean;
  /** Whether the coordinates are brought to mean 0 and deviation 1 by the training points. */
  standardize: boolean;
  features: Feature[];
  /** The cell of a recurrent network, which learns `task`; `none` for a feed-forward one, which learns from points. */
  cell: Cell | "none";
  /** What the sequences ask. */
  task: Task;
  /** Length of a sequence; 0 for the task's usual one. */
  n_steps: number;
  /** The text of the tasks `text` and `bits`. */
  text: string | null;
  /** The values of the task `series`. */
  series: number[] | null;
  /** The sequences of the task `given`. */
  sequences: { x: number[][][]; y: (number | number[])[]; classes?: number } | null;
  /** Cells of each recurrent layer. */
  n_hidden: number;
  /** Recurrent layers, one upon the other. */
  n_layers: number;
  /** Whether the cells have biases. */
  bias: boolean;
  /** Where the biases of the forget gate begin. */
  forget_bias: number;
  /** Steps after which the gradient through time is cut; 0 for none. */
  truncate: number;
  /** Neurons of each hidden layer, the input's side first. */
  hidden: number[];
  /** One for all hidden layers, or one for each; the last one named holds for all further layers. */
  activation: Activation | Activation[];
  init: "thesis" | "xavier" | "he" | "uniform" | "zeros" | "playground";
  output: Output;
  loss: Loss;
  optimizer: Optimizer;
  /** Of momentum and Nesterov. */
  momentum: number;
  /** AdamW's. */
  weight_decay: number;
  /** Samples for each update; 0 for all. */
  batch_size: number;
  /** Whether each epoch takes the samples in a new order. */
  shuffled: boolean;
  /** Whether samples left at the end of an epoch wait for the next one. */
  carry_last_batch: boolean;
  /** Penalty on the absolute values of the weights. */
  l1: number;
  /** Whether a weight that this penalty brings to 0 stays there. */
  l1_stays_zero: boolean;
  /** Penalty on half the squares of the weights. */
  l2: number;
  /** Share of the hidden activations left out while training. */
  dropout: number;
  /** Norm that the gradient is clipped to; 0 for none. */
  clip_norm: number;
  schedule: "constant" | "step" | "cosine";
  /** Updates from one fall of the learning rate to the next, or to the end of the cosine. */
  schedule_steps: number;
  /** What the learning rate is multiplied by at each fall. */
  schedule_factor: number;
  learning_rate: number;
  /** Iterations after which training stops by itself. */
  n_iter: number;
  /** Training also stops at the end of an epoch with a loss this small; 0 for none. */
  stop_loss: number;
  /** Or with an accuracy this high, in percent; 0 for none. */
  stop_accuracy: number;
  /** Or once the loss has made no progress for so many epochs; 0 for none. */
  stop_patience: number;
  /** Seed of the initial weights. */
  seed: number;
  /** Inline initial parameters: W1, b1, W2, b2, ... each row by row. */
  parameters: number[] | null;
  /** Parameters that do not move, by their place in `parameters()`. */
  frozen: number[];
  /** Changes made while training, in the order of their steps. */
  edits: Edit[];
}

/** Inline data. */
export interface Points {
  x: [number, number][];
  y: number[];
  /** Whether `y` are values to predict instead of classes. */
  values?: boolean;
  /** What the classes are called, 2 to 6 names of 1 to 40 characters; for the reader alone. */
  classes?: string[];
}

/** A change of a live field after `step` iterations. */
export interface Edit { step: number; field: string; value: unknown }

/** What a field of the experiment takes. */
export interface Field {
  name: keyof Experiment;
  /** `number` and `integer` have a range; `choice` is one of, `choices` some of `choices`; `integers`
   *  is a list of integers in the range, `words` one word or a list of them, `min_length` to `max_length` long; `points`, `numbers` and
   *  `edits` are structures without a control of their own. */
  kind: "number" | "integer" | "seed" | "flag" | "choice" | "words" | "choices" | "integers" | "points" | "numbers" | "text" | "sequences" | "parameter" | "edits";
  min?: number;
  max?: number;
  min_length?: number;
  max_length?: number;
  choices?: string[];
  /** `null` where there is none, as for a seed. */
  default: unknown;
  /** Whether it can change while training, without a restart. */
  live: boolean;
}

/** Where training stands. */
export interface Metrics {
  /** Iterations done. */
  step: number;
  /** Mean loss over the training points; of sequences, over the batch that comes next. */
  loss: number;
  /** Share of the training points in the right class, 0 to 1; for values, R^2; for sequences of values, the mean squared error. */
  accuracy: number;
  /** The same over the test points; absent without a test part. */
  test_loss?: number;
  test_accuracy?: number;
}

/** The recorded steps of a run, in order; the density halves as the run grows. */
export interface History {
  step: Float64Array;
  loss: Float64Array;
  accuracy: Float64Array;
  /** Empty without a test part, as is the next. */
  test_loss: Float64Array;
  test_accuracy: Float64Array;
}

/** The points of a run: `x` is `[2, m]`, row by row; `y` is a class, or a value where `n_classes` is 0. */
export interface Data {
  x: Float64Array;
  y: Float64Array;
  m: number;
  n_classes: number;
  /** What the classes are called; empty where they have no names. */
  classes: string[];
  /** Indices of the points kept for testing. */
  test: Float64Array;
}

/** Name and size of a matrix, as section 6.1 prints it. */
export interface Shape { name: string; rows: number; columns: number }

/** All shapes of a network: parameters (6.1), activations (6.2) and gradients (6.3). */
export interface Shapes { parameters: Shape[]; activations: Shape[]; gradients: Shape[] }

/** The name of a number in a worked example: `base` with a layer in brackets, a row and a column, all
 *  counted from 1; `point` is the point, or of a cell the step, that it belongs to, `others` that it is the sum over all others. */
export interface WorkedSymbol {
  name: string; base: string; layer: number | null; row: number | null; column: number | null;
  point: number | null; others: boolean;
}
/** What a line computes: a number as printed, with its name, or an operation. */
export type WorkedExpression =
  | { op: "number"; digits: string; symbol: WorkedSymbol | null }
  | { op: string; of: WorkedExpression[] };
/** One line: `symbol = expression = result`; `rounded` says whether the result was rounded. */
export interface WorkedLine {
  kind: string;
  stage: "given" | "forward" | "loss" | "backward" | "gradient" | "update";
  name: string;
  symbol: WorkedSymbol;
  expression: WorkedExpression | null;
  /** Which case holds, such as a slope of ReLU. */
  condition: { left: WorkedExpression; relation: string; right: string } | null;
  rounded: boolean;
  result: string;
  /** On the last line of a parameter: what the full-precision value and the printed one differ by. */
  gap: string | null;
}

/** One cell at one step of a sequence, all counted from 0: sequence number `example`, or with a `length` above
 *  0 the part of a text or a series that begins at `from`. */
export interface WorkedPlace {
  example: number; from: number; length: number; layer: number; unit: number; t: number;
}

/** What a CSV text holds. */
export interface TableInfo { names: string[]; numeric: boolean[] }

/** One layer on the way back. `gain` is the norm of its dZ over that of the layer above. */
export interface Flow {
  /** Norm of dL/dW. */
  d_w: number;
  /** Norm of dZ. */
  d_z: number;
  /** What the weights above do to the norm, and what the slope of the activation does: their product is `gain`. */
  weights: number;
  activation: number;
  gain: number;
}

/** A moment of a run; `restore` resumes from it as if it had never stopped. */
export interface Snapshot {
  experiment: Experiment;
  step: number;
  parameters: Float64Array;
  /** The optimizer with its moments and the steps that it has done. */
  optimizer: string;
  moments: Float64Array;
  optimizer_steps: number;
  /** The order of the samples in this epoch and how many have been taken. */
  permutation: Float64Array;
  cursor: number;
  /** The streams of the order and of dropout: 624 words, a place, and a normal number if one is in store. */
  order: Float64Array;
  dropout: Float64Array;
  /** How many of the experiment's edits have been made. */
  edits_made: number;
  history: History;
  /** Of sequences: loss and measure every 50 updates, on fresh ones where these are drawn without end. */
  scores: History;
  /** The step of the first of two scores in a row that solved the task. */
  solved_at: number | null;
}

/** What a recurrent network learns from, and what it is made of. */
export interface SequencesInfo {
  task: Task;
  n_steps: number;
  /** Steps at which an answer is asked for: all, or 1, the last. */
  n_out_steps: number;
  /** A short mark for every input channel and every class; no class where values are predicted. */
  inputs: string[];
  classes: string[];
  /** Whether exactly one input channel is 1 at each step. */
  one_hot: boolean;
  content: "drawn" | "series" | "text";
  measure: "accuracy" | "mean_squared_error";
  /** The measure from which on the task counts as solved; `null` where nobody knows. */
  bound: number | null;
  /** The measure and the loss of who has learnt nothing. */
  baseline: number;
  baseline_loss: number | null;
  /** Shortest and longest sequence that the task takes. */
  steps: [number, number];
  batch_size: number;
  n_out: number;
  /** The gates that the cell computes, in the order of its parameters. */
  gates: string[];
  matrices: Matrix[];
}
/** One matrix, or a column of biases, among all parameters. */
export interface Matrix { name: string; layer: number; rows: number; columns: number; offset: number }

/** One sequence on its way through a network. */
export interface Passage {
  n_steps: number;
  /** `[n_steps, n_in]`. */
  x: Float64Array;
  /** A class or a value, `[n_out_steps]`. */
  y: Float64Array;
  /** 1 for each answer that the measure looks at, `[n_out_steps]`. */
  counted: Float64Array;
  /** `[n_out_steps, n_out]`. */
  output: Float64Array;
  /** By layer: each gate, then `c` if there is one, then `h`, all `[n_steps, n_hidden]`. */
  layers: { name: string; values: Float64Array }[][];
}

/** One sequence as its task draws it: `x` is `[n_steps, n_in]`; `y` has one answer, or one for each step. */
export interface SequencePreview {
  n_steps: number;
  n_in: number;
  /** 0 where values are predicted. */
  n_classes: number;
  one_hot: boolean;
  x: Float64Array;
  y: Float64Array;
}

/** A layer on the way back through time, a number for each step. */
export interface TimeFlow {
  /** Norms of dL/dh_t and dL/dc_t of the mean loss. */
  d_h: Float64Array;
  d_c: Float64Array;
  /** What the slopes and what the weights do to the norm on the way through the cell, and what passes beside them. */
  activation: Float64Array;
  weights: Float64Array;
  memory: Float64Array;
}

/** A series: all values, how many of them are learnt from, and what brought them to one scale. */
export interface SeriesInfo { values: Float64Array; n_train: number; mean: number; deviation: number }

/** A cell on a task: the step of the staircase, and how many of 20 seeds solve it within the run. */
export interface Lane {
  name: string;
  step: number | null;
  solved: [number, number] | null;
  experiment: Experiment;
}

/** An experiment of the thesis with what the thesis prints for it. */
export interface Preset {
  name: string;
  /** Section of the thesis, such as `4.7`. */
  section: string;
  /** First and last figure. */
  figures: [number, number];
  experiment: Experiment;
  /** Accuracy printed, in percent. */
  printed_accuracy: number;
  /** Parameters printed, as printed. */
  printed_parameters: string[];
}

/** What is thrown: `field` is what was wrong, `expected` a range, a kind or the choices. */
export interface NeuroneError extends Error {
  code: string;
  field: string;
  expected: [number, number] | string | string[] | null;
  got: string | null;
  /** Index within a list; `[line, column]` in a CSV text. */
  at: number | [number, number] | null;
}

/** An experiment read field by field: a bad field takes its default and costs one error. */
export interface Parsed { experiment: Experiment; errors: NeuroneError[] }

/** The colours of a picture, each as `#rrggbb`. */
export interface Theme {
  paper: string; ink: string; muted: string; hairline: string; accent: string; class0: string; class1: string;
  /** Those of classes 2 and up. */
  classes?: string[];
}

/** The window of a picture: what it shows and how it is labelled. */
export interface Frame {
  /** Range of the horizontal axis. */
  x: [number, number];
  /** Range of the vertical axis. */
  y: [number, number];
  /** Space around the plot area in CSS pixels: top, right, bottom, left. */
  margin: [number, number, number, number];
  /** Device pixels for each CSS pixel. */
  scale: number;
  /** Size of the labels in CSS pixels. */
  font_size: number;
  /** Whether numbers are written with a decimal comma. */
  decimal_comma: boolean;
  x_label: string;
  y_label: string;
  /** Whether the vertical axis is logarithmic. */
  log_y?: boolean;
  /** Whether the horizontal axis counts: steps, iterations. */
  whole_x?: boolean;
}

/** What takes a picture as vectors: a size in pixels as a canvas has one, and the document to be written. */
export interface Sheet { width: number; height: number; svg: string }
