/** A column of the input: a coordinate or a function of the two. */
export type Feature = "x1" | "x2" | "x1_squared" | "x2_squared" | "x1_x2" | "sin_x1" | "sin_x2";
/** The non-linearity of a hidden layer. */
export type Activation = "sigmoid" | "tanh" | "relu" | "leaky_relu" | "gelu" | "silu" | "sine" | "identity";
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
  /** Standard deviation of the noise on `circles`, `moons` and the curves; elsewhere a share. */
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
export interface Points { x: [number, number][]; y: number[]; /** Whether `y` are values to predict instead of classes. */ values?: boolean }

/** A change of a live field after `step` iterations. */
export interface Edit { step: number; field: string; value: unknown }

/** What a field of the experiment takes. */
export interface Field {
  name: keyof Experiment;
  /** `number` and `integer` have a range; `choice` is one of, `choices` some of `choices`; `integers`
   *  is a list of integers in the range, `words` one word or a list of them, `min_length` to `max_length` long; `points`, `numbers` and
   *  `edits` are structures without a control of their own. */
  kind: "number" | "integer" | "seed" | "flag" | "choice" | "words" | "choices" | "integers" | "points" | "numbers" | "parameter" | "edits";
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
  /** Mean loss over the training points. */
  loss: number;
  /** Share of the training points in the right class, 0 to 1; for values, R^2. */
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
  /** Indices of the points kept for testing. */
  test: Float64Array;
}

/** Name and size of a matrix, as section 6.1 prints it. */
export interface Shape { name: string; rows: number; columns: number }

/** All shapes of a network: parameters (6.1), activations (6.2) and gradients (6.3). */
export interface Shapes { parameters: Shape[]; activations: Shape[]; gradients: Shape[] }

/** The name of a number in a worked example: `base` with a layer in brackets, a row and a column, all
 *  counted from 1; `point` is the point that it belongs to, `others` that it is the sum over all others. */
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

/** What a CSV text holds. */
export interface TableInfo { names: string[]; numeric: boolean[]; n_rows: number }
/** Points of a CSV text; the class of number `k` is called `classes[k]`. */
export interface TablePoints { points: Points; classes: string[] }

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
  version: number;
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
}

/** What takes a picture as vectors: a size in pixels as a canvas has one, and the document to be written. */
export interface Sheet { width: number; height: number; svg: string }
