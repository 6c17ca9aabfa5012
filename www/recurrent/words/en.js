// English, of the views of sequences. The keys and the {placeholders} are those of every language.

export default {
  // The data

  // The cell

  // Along the sequence

  // The gradient through time
  'flow.step': 'Step t',
  'flow.label': 'How much of the error reaches each step, on a logarithmic axis; the table below has the numbers',
  'flow.caption': 'How much of the error reaches each step, on its way back from the last one',
  'flow.factors.label': 'What each step does to the gradient, on a logarithmic axis; the table below has the numbers',
  'flow.factors': 'What each step multiplies it by: activation × weights through the cell, and the way along the memory',
  'flow.d_h': '‖∂L/∂hₜ‖, this cell',
  'flow.d_c': '‖∂L/∂cₜ‖, this cell',
  'flow.activation': 'activation',
  'flow.weights': 'weights',
  'flow.memory': 'along the memory',
  'flow.candidates': 'Before training: median and quartiles of {n} seeds',
  'flow.lstm_0': 'LSTM, no biases',
  'flow.lstm': 'LSTM, forget bias {b}',
  'flow.lstm.any': 'LSTM',
  'flow.pin': 'Keep this curve',
  'flow.clear': 'Drop kept curves',
  'flow.pinned': '{cell}, update {step}',
  'flow.table': 'The numbers',
  'flow.vanishing': 'The gradient vanishes through time: {last} at the last step, {first} at the first, {ratio} times less. That is a factor of about {factor} a step over {n_steps} steps: what happened early hardly changes a weight.',
  'flow.exploding': 'The gradient explodes through time: {last} at the last step, {first} at the first, {ratio} times more, about × {factor} a step. Clipping it (level Tune) keeps single steps from throwing the training off.',
  'flow.sound': 'The gradient gets through: {last} at the last step, {first} at the first, about × {factor} a step over {n_steps} steps.',
  'flow.note': 'On the way back each step multiplies the gradient by the slope of its activation and by the weights Wₕₕ, and such products shrink or grow without end. Along the memory it is multiplied by the forget gate alone: by 1 without one, by about σ(b) at first. Hence the forget bias b: half open, b = 0, it loses half a step; at b = 3 it keeps 95 %. One seed is no law: a band spans the middle half of 20.',
  'flow.axis': 'step t',

  // Two cells side by side
  'race.accuracy': 'right, on fresh sequences',
  'race.mean_squared_error': 'mean squared error, on fresh sequences',
  'race.role.with': 'With',
  'race.role.without': 'Without',
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
  'race.claim.all': '{role}: {s} of 20 seeds solve it within {n} updates.',
  'race.claim.least': '{role}: at least {s} of 20 seeds solve it within {n} updates.',
  'race.claim.most': '{role}: at most {s} of 20 seeds within {n} updates.',
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
