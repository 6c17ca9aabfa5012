// English, of the views of sequences. The keys and the {placeholders} are those of every language.

export default {
  // The data

  // The cell

  // Along the sequence

  // The gradient through time
  'flow.axis': 'step t',

  // Two cells side by side
  'race': 'Two cells side by side',
  'race.without': 'without',
  'race.with': 'with',
  'race.ruler': 'How much of the error reaches each step: ‖∂L/∂hₜ‖',
  'race.reading': 'At the first step: without {without}, with {with}.',
  'race.cell': '{cell}, {n} cell|{cell}, {n} cells',
  'race.parameters': '{n} parameter|{n} parameters',
  'race.solved': 'solved at update {step}',
  'race.unsolved': 'not learnt within {n} update|not learnt within {n} updates',
  'race.start': 'Race',
  'race.start.hint': 'Both begin anew, with the same weights where they share them',
  'race.seed': 'Next seed',
  'race.seed.hint': 'Other initial weights, other sequences: was it luck?',
  'race.drawn': 'Seed {seed}',
  'race.equal': 'equal parameters',
  'race.equal.hint': 'Is it only more parameters? An RNN of 20 cells, 664 parameters, against the 580 of the LSTM',
  'race.claim.all': '{cell}: all {s} of 20 seeds within {n} updates.',
  'race.claim.least': '{cell}: at least {s} of 20 seeds within {n} updates.',
  'race.claim.most': '{cell}: at most {s} of 20 seeds within {n} updates.',
  'race.x': 'x',
  'race.c': 'c',
  'race.h': 'h',
  'race.target': 'target',
  'race.answer': 'answer',
  'race.and': '; ',
  'race.strip': '{name} along {n_steps} steps; at the last one {numbers}',
  'race.value': 'Asked: {target}. Answered: {answer}.',
  'race.class': 'Asked: {target}. Answered: {answer} ({share}).',
};
