/** A column of the input: a coordinate or a function of the two. */
export type Feature = "x1" | "x2" | "x1_squared" | "x2_squared" | "x1_x2" | "sin_x1" | "sin_x2";
/** The non-linearity of the hidden layers; the output neuron is a sigmoid. */
export type Activation = "sigmoid" | "tanh" | "relu" | "identity";

/**
 * Everything that defines a run. Names, ranges, choices and defaults of the fields: `schema()`.
 * Left out, a field takes its default; a seed left out is drawn and reported.
 */
export interface Experiment {
  /** Version of this form. */
  version: number;
  /** Where the points come from; `points` takes them from the field of that name. */
  dataset: "blobs" | "circles" | "moons" | "points";
  n_samples: number;
  /** Standard deviation of the noise on `circles` and `moons`. */
  noise: number;
  /** Radius of the inner circle over that of the outer one. */
  factor: number;
  /** Standard deviation of each blob. */
  cluster_std: number;
  /** Seed of the points. */
  data_seed: number;
  /** Inline data: one `[x1, x2]` and one label, 0 or 1, for each point. */
  points: Points | null;
  features: Feature[];
  /** Neurons of each hidden layer, the input's side first. */
  hidden: number[];
  activation: Activation;
  learning_rate: number;
  /** Iterations after which training stops by itself. */
  n_iter: number;
  /** Seed of the initial weights. */
  seed: number;
  /** Inline initial parameters: W1, b1, W2, b2, ... each row by row. */
  parameters: number[] | null;
  /** Changes made while training, in the order of their steps. */
  edits: Edit[];
}

/** Inline data. */
export interface Points { x: [number, number][]; y: number[] }

/** A change of a live field after `step` iterations. */
export interface Edit { step: number; field: string; value: unknown }

/** What a field of the experiment takes. */
export interface Field {
  name: keyof Experiment;
  /** `number` and `integer` have a range; `choice` is one of, `choices` some of `choices`; `integers`
   *  is a list of integers in the range, `min_length` to `max_length` long; `points`, `numbers` and
   *  `edits` are structures without a control of their own. */
  kind: "number" | "integer" | "seed" | "choice" | "choices" | "integers" | "points" | "numbers" | "edits";
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
  /** Mean log loss over the training points (1). */
  loss: number;
  /** Share of the training points on the right side, 0 to 1. */
  accuracy: number;
}

/** The recorded steps of a run, in order; the density halves as the run grows. */
export interface History { step: Float64Array; loss: Float64Array; accuracy: Float64Array }

/** The points of a run: `x` is `[2, m]`, row by row; `y` is 0 or 1. */
export interface Data { x: Float64Array; y: Float64Array; m: number }

/** Name and size of a matrix, as section 6.1 prints it. */
export interface Shape { name: string; rows: number; columns: number }

/** All shapes of a network: parameters (6.1), activations (6.2) and gradients (6.3). */
export interface Shapes { parameters: Shape[]; activations: Shape[]; gradients: Shape[] }

/** A moment of a run; `restore` resumes from it as if it had never stopped. */
export interface Snapshot { version: number; experiment: Experiment; step: number; parameters: Float64Array; history: History }

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
  /** Index within a list. */
  at: number | null;
}

/** An experiment read field by field: a bad field takes its default and costs one error. */
export interface Parsed { experiment: Experiment; errors: NeuroneError[] }

/** The colours of a picture, each as `#rrggbb`. */
export interface Theme {
  paper: string; ink: string; muted: string; hairline: string; accent: string; class0: string; class1: string;
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
}
