// English, of the views of sequences. The keys and the {placeholders} are those of every language.

export default {
  // The data

  // The cell

  // Along the sequence

  // The gradient through time

  // Two cells side by side
};
