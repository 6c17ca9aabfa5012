// English of all that comes later than the first level.

export default {
  'rate.now': 'On its course α is now at {now}.',

  'more-sets': 'More points',
  'column': 'Column on {axis}',
  'scaling': '{x} → ({x} − {mean}) / {deviation}',
  'draw': 'Draw',
  'draw.hint': 'Add, move and delete points in the picture',
  'draw.tools': 'Tool',
  'draw.add': 'Add',
  'draw.add.hint': 'A click adds a point; a drag moves one',
  'draw.add.note': 'Click in the picture to add a point, drag one to move it. Keyboard: arrow keys, then Enter; Delete deletes.',
  'draw.curve.note': 'Click in the picture to add a point: its height is the value. Keyboard: arrow keys, then Enter.',
  'draw.brush': 'Brush',
  'draw.brush.hint': 'Scatters points',
  'draw.brush.note': 'Drag to scatter points; a click leaves three. Keyboard: arrow keys, then Enter.',
  'draw.move': 'Move',
  'draw.move.hint': 'Picks a point up and puts it elsewhere',
  'draw.move.note': 'Click a point, then the place where it is to go; or drag it. Keyboard: Enter twice.',
  'draw.delete': 'Delete',
  'draw.delete.hint': 'A click deletes a point',
  'draw.delete.note': 'Click a point to delete it. Keyboard: arrow keys, then Enter.',
  'draw.pens': 'New points',
  'draw.undo': 'Undo',
  'draw.clear': 'Clear',
  'draw.clear.hint': 'Start from an empty picture',
  'draw.invite': 'No points yet: click in the picture to place the first one.',
  'draw.added': 'Added; {n} point.|Added; {n} points.',
  'draw.moved': 'Moved; {n} point.|Moved; {n} points.',
  'draw.removed': 'Deleted; {n} point.|Deleted; {n} points.',
  'draw.picked': 'Picked up: choose where it goes.',
  'draw.undone': 'Undone.',
  'shelf': 'More about the points',
  'shelf.sets': 'More sets',
  'shelf.sets.hint': 'Ten more data sets: real ones, values, curves',
  'shelf.settings': 'Settings',
  'shelf.settings.hint': 'How many points, how many classes, which draw',
  'shelf.table': 'Table',
  'shelf.table.hint': 'Your own points from a table (CSV)',
  'to_sequences': 'Sequences',
  'to_sequences.hint': 'From points to sequences, and a cell that remembers: everything else stays',
  'table.paste': 'Paste a table, or drop a file on the playground',
  'table.example': 'width;length;species\n0.2;1.4;setosa\n1.8;5.1;virginica',
  'table.open': 'Open a file …',
  'table.limits': 'Up to 5000 rows, 64 columns and 6 classes. A comma, a semicolon, a tab or blanks between cells; 1,5 is read as 1.5 where it is not the comma.',
  'table.x1': 'x₁',
  'table.x2': 'x₂',
  'table.y': 'Class or value',
  'table.values': 'Values to predict, not classes',
  'table.found': '{n} point, of: {classes}|{n} points, of: {classes}',
  'table.found.values': '{n} point with a value|{n} points with a value each',
  'table.use': 'Use these points',
  'table.none': 'none',
  'table.large': 'This file is larger than {mb} MB.',
  'table.unreadable': '{name} cannot be read as text. A table must be saved as CSV first.',

  'hint.noise': 'Standard deviation of what is added at random',
  'hint.noise.share': 'A share from 0 to 1; 0.5 is 50 in TensorFlow Playground',
  'hint.n_classes': 'Number of clouds, or of arms of the spiral: 2 to 6',
  'hint.test_share': 'The network never learns from these points: they tell how it does on new ones',
  'hint.standardize': 'Mean 0 and standard deviation 1, measured on the training points alone',
  'hint.factor': 'Radius of the inner circle, the outer one being 1',
  'hint.data_seed': 'The same number draws the same points',
  'hint.hidden': 'Neurons of each hidden layer, the inputs’ side first, such as 16, 40, 90, 100: n[1], n[2], … in the thesis',
  'hint.learning_rate': 'How far each step goes down the gradient: α in (2) and (3). It can change while training',
  'hint.n_iter': 'Training stops by itself after so many updates: n_iter in the program of 4.7',
  'hint.seed': 'The same number draws the same initial weights',
  'seed.new': 'New seed',
  'seed.new.hint': 'Other initial weights',

  'set.blobs.hint': 'Clouds of points, 2 to 6',
  'set.circles.hint': 'A circle within another',
  'set.moons.hint': 'Two half moons',
  'set.xor.hint': 'The class depends on whether both coordinates have one sign',
  'set.disc.hint': 'A disc within a ring',
  'set.gauss.hint': 'Two wide clouds',
  'set.spiral.hint': 'Spirals with 2 to 6 arms',
  'set.checkerboard.hint': 'Squares of alternating class',
  'set.iris.hint': 'Real flowers: three species, two of four lengths in cm',
  'set.plane.hint': 'A value that rises evenly',
  'set.gaussians.hint': 'A value with hills and hollows',
  'set.sine.hint': 'A curve: the sine',
  'set.step.hint': 'A curve: a step',
  'set.polynomial.hint': 'A curve: a cubic',

  'confusion': 'Confusion matrix',
  'confusion.caption': 'Rows: what the points are; columns (→): what they are taken for',
  'confusion.points': 'Points counted',
  'confusion.train': 'Training points',
  'confusion.test': 'Test points',
  'confusion.precision': 'Precision',
  'confusion.precision.hint': 'Of the points taken for this class, the share that belongs to it: TP / (TP + FP). Not the precision of the thesis, which is the accuracy',
  'confusion.recall': 'Recall',
  'confusion.recall.hint': 'Of the points of this class, the share that is found: TP / (TP + FN)',
  'confusion.threshold': 'Threshold',
  'confusion.costs':
    'From this value on, a point counts as class 1. One half is right when both mistakes cost the same; if missing class 1 costs more than a false alarm, lower it. It is a question of costs, not of where the slope of σ is largest.',

  'drawer': 'Take apart',
  'tab.shapes': 'Shapes',
  'tab.equations': 'Equations',
  'tab.activations': 'Activations',
  'tab.weights': 'Weights',
  'tab.gradients': 'Gradients',
  'gradients.findings': 'What goes wrong',
  'gradients.sound': 'Nothing stands out.',
  'gradients.caption': 'From the output back to the inputs, over all training points',
  'gradients.layer': 'Layer',
  'gradients.norm': 'Norm of ∂L/∂W',
  'gradients.gain': 'Gain of ‖dZ‖',
  'gradients.factors': 'Gain = weights × activation',
  'gradients.weights': 'weights',
  'gradients.activation': 'activation',
  'gradients.note':
    'The gain is the norm of dZ in a layer over that of the layer above it: what is handed back. The weights multiply it by ‖Wᵀ·dZ‖ / ‖dZ‖, the slope of the activation by what is left after ⊙ a′(Z). The axes are logarithmic, so the second bar starts where the first one ends, and the end of both is the gain. The slope of a sigmoid is at most 1/4.',
  'finding.vanishing':
    'The gradient vanishes: the norm of ∂L/∂{of} is {last} in layer {layer} (the output) and {first} in layer 1, {ratio} times smaller.',
  'finding.exploding':
    'The gradient explodes: the norm of ∂L/∂W is {last} in layer {layer} (the output) and {first} in layer 1, {ratio} times larger.',
  'finding.saturated':
    'Layer {layer} is saturated: {share} of its activations lie where the slope is under 8 % of its largest.',
  'finding.dead':
    'Dead ReLU: {n} of the {of} neurons of layer {layer} answers 0 to every training point and learns no more.|Dead ReLUs: {n} of the {of} neurons of layer {layer} answer 0 to every training point and learn no more.',
  'finding.rising':
    'The loss rises, from {low} at iteration {at} to {now}: the learning rate α = {rate} is too high.',
  'finding.imbalanced':
    'The classes are imbalanced: {class} has {n} of {of} training points, so always answering the commonest is right for {share}.',
  'tab.warped': 'Warped space',
  'warped.layer': 'Layer',
  'warped.across': 'Across',
  'warped.up': 'Up',
  'warped.bend': 'From flat to bent',
  'warped.play': 'Bend',
  'warped.none':
    'A single neuron bends nothing: it draws its line in the plane as it is. Add a hidden layer, and see here what it makes of the plane.',
  'warped.seen': 'The plane as layer {layer} sees it, in its neurons {a} and {b}.',
  'warped.centre': 'The middle of {class} comes to ({a}; {b}).',
  'warped.line': 'There the output neuron draws a straight line: {equation}.',
  'warped.slice':
    'There the output neuron draws a straight line, seen here (dashed) with the other neurons at their mean: {equation}.',
  'warped.lines': 'There straight lines part the classes: {list}.',
  'warped.slices':
    'There straight lines part the classes, seen here (dashed) with the other neurons at their mean: {list}.',
  'warped.border': '{one} and {other} at {equation}',
  'tab.surface': 'Loss surface',
  'surface.none':
    'With one neuron and at least two inputs the loss is a landscape over two weights, and training is a walk down. This network has {n} parameters: too many directions for one map.',
  'surface.label': 'The loss over w₁ and w₂, dark where it is high, with the path of the descent.',
  'surface.here': 'Here w₁ = {w1} and w₂ = {w2}: loss {loss}.',
  'surface.start': 'The descent began at ({w1}; {w2}).',
  'surface.lowest': 'The lowest place on this map: {loss} near ({w1}; {w2}).',
  'surface.note':
    'The darker, the higher the loss; from one shade to the next it changes by the same factor. The bias and all other weights are held as they are now, so the landscape itself moves while they learn. For one neuron with the log loss it has a single valley.',
  'tab.worked': 'By hand',
  'worked.point': 'Point',
  'worked.of': 'of {m}',
  'worked.previous': 'Previous point',
  'worked.next': 'Next point',
  'worked.decimals': 'Decimals',
  'worked.blank': 'With gaps, as an exercise',
  'worked.latex': 'Copy LaTeX',
  'worked.markdown': 'Copy Markdown',
  'worked.copied': 'The sheet is on the clipboard.',
  'worked.intro':
    'The next update, worked out for one point. Every line is computed from the numbers printed above it and rounded to {n} decimals, so that it adds up with a pocket calculator. A click on a point in the picture takes that one.',
  'worked.stage_of': '{stage}: point {point}',
  'worked.given': 'Given',
  'worked.given.note': 'What the point brings along, and the parameters as they are now.',
  'worked.forward': 'Forward',
  'worked.forward.note':
    'Every neuron adds up its inputs times their weights, and its bias: Z. The activation makes A of it.',
  'worked.loss': 'Loss',
  'worked.loss.note': 'How far the answer A is from the target y.',
  'worked.backward': 'Backward',
  'worked.backward.note':
    'From the output back to the first layer: dZ is how fast the loss grows with Z.',
  'worked.gradient': 'Gradient',
  'worked.gradient.note':
    'A point adds dZ times the input to the gradient of a weight, and dZ to that of a bias. The gradient is the mean over the {m} points of the update.',
  'worked.others.note':
    'Here: this point + the other {n}, already summed. Each sum ∑ comes from the run; to check it takes as many sheets like this one.|Here: this point + the other {n}, already summed. Each sum ∑ comes from the run; to check it takes as many sheets like this one.',
  'worked.update': 'Update',
  'worked.masks.note':
    'Dropout draws which hidden neurons this update leaves out for this point: D is 0 for those, 1 for the others.',
  'worked.moments.note':
    'What the optimizer remembers from the steps before. Moments have more decimals than the rest: those of the gradient {first}, those of its square {second}, their roots {root}; else small ones would become 0, and 0 a divisor.',
  'worked.kept.note':
    'The next layer is given Ã: what dropout keeps of A, divided by 1 − p, so that the mean stays what it was.',
  'worked.unmasked.note': 'A neuron that is left out (D = 0) gets no dZ and learns nothing from this point.',
  'worked.penalised.note': 'g is the gradient with the penalties, which pull at weights alone.',
  'worked.clipped.note':
    'If all gradients together are longer than c, the factor k shortens them all alike; h is what the optimizer is given.',
  'worked.rule.gradient_descent':
    'The new parameter is the old one minus the learning rate times its gradient.',
  'worked.rule.momentum':
    'The velocity v keeps a share μ of itself and adds the gradient; the learning rate multiplies v.',
  'worked.rule.nesterov':
    'The velocity v keeps a share μ of itself and adds the gradient; the step looks one step ahead along v.',
  'worked.rule.rmsprop':
    'v is a sliding mean of the squared gradient, s its root. Each gradient is divided by its own s, so that large and small ones make steps of like size.',
  'worked.rule.adagrad':
    'v adds up all squared gradients so far, s is its root. Each gradient is divided by its own s, which only grows, so that the steps get shorter.',
  'worked.rule.adadelta':
    'v is a sliding mean of the squared gradient, u the same of the steps q; s and r are their roots. The step is as long as earlier steps were, whatever the scale of the loss.',
  'worked.rule.adam':
    'm is a sliding mean of the gradient, v of its square. Both began at 0, hence m̂ and v̂, corrected by c₁ and c₂. s is the root of v̂; the learning rate multiplies q.',
  'worked.rule.adamw':
    'm is a sliding mean of the gradient, v of its square. Both began at 0, hence m̂ and v̂, corrected by c₁ and c₂. s is the root of v̂; the learning rate multiplies q. Apart from that, each parameter shrinks by the share αλ.',
  'worked.update.note':
    'In grey below each new parameter: what the run computes with all its digits, and by how much (Δ) that differs from the number on paper.',
  'worked.kept': 'This point is kept for testing: no update uses it, so the sheet ends with its loss.',
  'worked.waits': 'The next update takes a batch without this point, so the sheet ends with its loss.',
  'worked.no.parameters':
    'This network has {n} parameters: too many for a sheet of paper. Up to {most} are worked out; take neurons away.',
  'shapes.trained': 'Trained: {network}',
  'shapes.printed': 'As section 6.1 prints it: {network}',
  'shapes.note': 'Rows and columns of every matrix, as sections 6.1 to 6.3 print them; {m} points.',
  'shapes.both':
    'Section 6.1 reads its tuple from the inputs, so that the last number is the last layer and no output neuron is left. Its accuracies in section 6.4 come out only when the tuple means the hidden layers, between two inputs and one output neuron; that is what is trained here.',
  'shapes.parameters': 'Parameters',
  'shapes.activations': 'Activations',
  'shapes.gradients': 'Gradients',
  'equations.forward': 'Forward',
  'equations.backward': 'Backward',
  'equations.line': 'Where Z = 0, both classes are equally likely:',
  'equations.update': 'Update',
  'equations.signs':
    'X, Y, Z, A and dZ have one column for each point; the mean over the points comes in dW and db. ⊙ multiplies element by element.',
  'equations.where': 'A 1 with a condition below it is 1 where that holds, else 0.',
  'equations.dropout':
    'D is 0 for the neurons that dropout leaves out of an update, drawn with probability p, else 1; no neuron is left out of a prediction.',
  'equations.letters':
    'θ is any weight or bias, θ′ its new value; squares, roots and quotients are taken element by element. Moments (m, u, v) begin at 0.',
  'equations.border': 'Where Z = 0, the answer goes over from one class to the other:',
  'equations.note':
    'Numbers are those of the thesis; (24) to (29) are set as its section 6.3 uses them.',
  'activations.x': 'Move x',
  'activation.heaviside': 'Heaviside',
  'activation.heaviside.note': 'Yes or no; its slope is 0, so gradient descent learns nothing from it.',
  'activation.sigmoid': 'Sigmoid σ(x)',
  'activation.sigmoid.note': 'A smooth step from 0 to 1: a probability.',
  'activation.tanh': 'tanh(x)',
  'activation.tanh.note': 'The same step from −1 to 1, centred on 0.',
  'activation.softmax': 'Softmax of (x, 0)',
  'activation.softmax.note':
    'One score is no curve: softmax needs several. Of two, (x, 0), the first share is the sigmoid.',
  'activation.sigmoid_derivative': 'Slope σ′(x)',
  'activation.sigmoid_derivative.note':
    'At most 1/4, at 0 (the thesis prints 1/2). Layer after layer, such factors multiply.',
  'activations.bars': 'Softmax of (x, 0, 0)',
  'activations.bars.note': 'Three shares that add up to 1.',
  'weights.neuron': 'Neuron',
  'weights.layer': 'Layer {layer}',
  'weights.output': 'Output',
  'weights.cut': '(the first {most} of {rows} × {columns})',

  // Training
  'group.run': 'Start and end of a run',
  'group.network': 'Activations, start, output',
  'group.loss': 'Loss and penalties',
  'group.optimizer': 'Details of the optimizer',
  'group.schedule': 'Course of the learning rate',
  'group.samples': 'Order of the samples',
  'hint.activation':
    'What a hidden neuron makes of its sum Z: A = σ(Z) in the thesis, (5). Tanh and ReLU learn faster in deep networks; sigmoid is the thesis’ choice. Heaviside is for a single neuron.',
  'hint.activation_layer':
    'The same choice, layer by layer: to see which layer a slow or dead activation harms.',
  'hint.init':
    'Where the weights begin; a change starts the run anew. Xavier suits tanh and sigmoid, He suits ReLU; zeros show why neurons must start apart.',
  'hint.output':
    'What the last neuron makes of its sum: a probability (sigmoid, softmax), a score from −1 to 1 (tanh), the sum itself (identity).',
  'hint.loss':
    'What training makes smaller, L in the thesis, (1). Log loss for two classes, cross-entropy for more, squared error for values; hinge looks only at points near the frontier or beyond it.',
  'hint.optimizer':
    'How the gradient becomes a step. Gradient descent is that of the thesis, (2) and (3); try Adam where it creeps or zigzags.',
  'hint.momentum':
    'μ, the share of the last step that the next one keeps, for momentum and Nesterov: it rolls through flat stretches. Less where it overshoots.',
  'hint.weight_decay':
    'AdamW alone: λ, the share of each weight and bias taken away at every step, times α. More where the network learns the noise.',
  'hint.batch_size':
    'Samples for each update; 0 takes all m points, as the thesis does. Small batches give many rough steps, large ones few exact ones.',
  'hint.shuffled':
    'Each epoch takes the samples in another order, drawn from the seed. Off: always the same, as in TensorFlow Playground.',
  'hint.carry_last_batch':
    'Samples that no longer fill a batch wait for the next epoch, as in TensorFlow Playground. Off: they make a smaller last batch.',
  'hint.l1':
    'Adds λ₁, this much, times the absolute weights to the loss: useless weights go to 0. To find out which inputs and neurons matter.',
  'hint.l1_stays_zero':
    'A weight that the L1 penalty brings to 0 is dead from then on, as in TensorFlow Playground.',
  'hint.l2':
    'Adds λ₂, this much, times half the squared weights to the loss: all weights stay small and the frontier smooth. Against learning the noise.',
  'hint.dropout':
    'p, the share of hidden neurons left out at random in each update, so that none relies on another. Against learning the noise in wide layers.',
  'hint.clip_norm':
    'c: a gradient longer than this is shortened to it. Where single steps throw the training off.',
  'hint.schedule':
    'Constant, as in the thesis; by steps or along a cosine, it takes long strides first and fine ones at the end.',
  'hint.schedule_steps': 'Updates from one fall of α to the next, or to the end of the cosine.',
  'hint.schedule_factor': 'What α is multiplied by at each fall; 0.1 is usual.',
  'hint.n_epochs': 'The same in epochs: one is over when every training point has been used once.',
  'hint.stop_loss': 'Stops at the end of the first epoch with a loss this small. To compare how long networks take.',
  'hint.stop_accuracy':
    'Stops at the end of the first epoch with this share of the training points on the right side (R² for values).',
  'hint.stop_patience':
    'Stops once the loss has not fallen by 0.1 % within so many epochs. To leave a plateau alone.',
  'stops': 'Stop after',
  'stops.none': 'never',
  'stops.note':
    'Goals are looked at after every epoch. A run that diverges always stops, at its last good state.',
  'settings.unusual': 'Also set: {list}',
  'colon': ':',
  'yes': 'yes',
  'no': 'no',
  'rosenblatt':
    'Rosenblatt’s rule: w + α (y − prediction) x, one sample at a time. The thesis prints no rule for its Heaviside neuron; this one is ours.',
  'activation.mixed': 'by layer',
  'activation.of': 'Layer {layer}',
  'activation.none': 'No hidden layer.',
  'init.thesis': 'normal (thesis)',
  'init.xavier': 'Xavier',
  'init.he': 'He',
  'init.uniform': 'uniform',
  'init.zeros': 'zeros',
  'init.playground': 'TF Playground',
  'schedule.constant': 'constant',
  'schedule.step': 'by steps',
  'schedule.cosine': 'cosine',

  // Editing
  'edit.output': 'Output neuron',
  'edit.output.of': 'Output neuron {neuron}',
  'edit.neuron': 'Layer {layer}, neuron {neuron}',
  'edit.bias': 'bias b',
  'edit.weight': 'w{place} of {from}',
  'edit.from': 'neuron {neuron}',
  'edit.which': 'Weight or bias',
  'edit.value': 'Value',
  'edit.close': 'Close',
  'edit.freeze': 'Freeze it',
  'edit.freeze.hint': 'Training leaves it as it is, to see what the others make of it',
  'edit.freeze.layer': 'Freeze the whole layer',
  'edit.freeze.layer.hint': 'Training leaves all weights and biases of this layer as they are',
  'edit.cell': '{name}: {value}, editable',
  'edit.cell.frozen': '{name}: {value}, frozen, editable',

  // Keeping and sharing
  'share': 'Share',
  'share.edit': 'Edits',
  'share.link': 'Link',
  'share.file': 'Files',
  'share.show': 'Lecture',
  'undo': 'Undo',
  'undo.hint': 'Take back the last change (Ctrl + Z)',
  'redo': 'Redo',
  'redo.hint': 'Make it again (Ctrl + Shift + Z)',
  'link.copy': 'Copy link',
  'link.copy.hint': 'An address with the whole experiment: points, network, settings, seeds',
  'file.experiment': 'Save experiment',
  'file.experiment.hint': 'All settings, seeds and drawn points, as JSON',
  'file.model': 'Save model',
  'file.model.hint': 'The same with the weights as they are now, to go on from here',
  'file.tensors': 'Save weights',
  'file.tensors.hint': 'As safetensors, under the names that PyTorch gives them',
  'file.open': 'Open …',
  'file.open.hint': 'An experiment or a model saved here; or drop the file on the playground',
  'picture.output': 'Picture: result',
  'picture.curves': 'Picture: curves',
  'picture.network': 'Picture: network',
  'picture.drawer': 'Picture: open tab',
  'picture.output.file': 'result',
  'picture.curves.file': 'curves',
  'picture.network.file': 'network',
  'picture.drawer.file': 'tab',
  'picture.png': 'PNG',
  'picture.svg': 'SVG',
  'picture.copy': 'Copy',
  'picture.copied': 'The picture is on the clipboard.',
  'lecture': 'Fill the screen',
  'lecture.hint': 'In a larger type, for a projector; Esc leaves',
  'timeline': 'Timeline',
  'timeline.hint': 'Back to an earlier iteration, with its weights; Train goes on from there',
  'timeline.at': 'iteration {step}',

  // Sequences
  'slot.cell': 'Cell',
  'slot.time': 'Over time',
  'tab.flow': 'Gradient through time',
  'step.wave.start':
    'The network now reads a sequence, one value a step, and hands itself a note from each step to the next: its state h. It is a recurrent network, an RNN: hₜ = tanh(Wₓₕ xₜ + Wₕₕ hₜ₋₁), (34). First task: say the next value of a sine.',
  'step.wave.run': 'Eight cells, each with its own h; the same weights at every step.',
  'step.wave.end':
    'Mean squared error {score}; 0 would be perfect. For what lies a step or two back, this cell is enough. What about words?',
  'step.verse.start':
    'The same RNN with thirty-two cells reads a fable of La Fontaine, letter by letter: which letter comes next?',
  'step.verse.run': 'It finds the commonest letters first, then syllables, then whole words.',
  'step.verse.end':
    '{score} of the letters are right: it has read the fable so often that it knows it by heart. The last few letters suffice for that. Now a task whose answer lies far back.',
  'step.near.start':
    '{n_steps} letters go by: B begins, E ends, a to d mean nothing, and two are X or Y. At the end: which two were they, in which order? Guessing gets 25 %.',
  'step.near.run': 'The answer is asked for at the end alone: until then h has to carry both letters.',
  'step.near.end':
    '{score} at T = {n_steps}. Over ten steps this RNN usually learns it. Slide T between 10 and 50 and train again, the same cell with the same training, and see what is left.',
  'step.far.start':
    'The simplest memory there is: +1 or −1 at the first step, then silence. At the end of {n_steps} steps: which was it?',
  'step.far.run':
    'For a weight to change, the error has to find its way back through {n_steps} steps. Each multiplies it by Wₕₕ and by the slope of tanh, and makes it smaller.',
  'step.far.end':
    '{score} at T = {n_steps} (50 % is a guess). Slide T and train again: from where on is it lost? At the level Take apart, Gradient through time shows why: the longer the way, the less arrives at the first step.',
  'step.memory.start':
    'The echo again, {n_steps} steps long. Without: the RNN, which writes its note h anew at every step. With: a second note, the memory c, to which each step only adds its candidate g. Same sequences, same weights where they share them. Who remembers the first step?',
  'step.memory.run':
    'Follow the gradient between the two, from right to left: along the h of the RNN it dies out, along the memory c it reaches the first step.',
  'step.memory.end':
    'Without memory {rival}, with it {score}. What is only added to does not fade, and neither does the gradient on its way back.',
  'step.forget.start':
    'Count the a, and start again at zero after each r; n only passes the time. Without: stage 1, whose memory can only add and is never emptied. With: a forget gate f between 0 and 1, which first multiplies the memory; 1 keeps it, 0 empties it.',
  'step.forget.run': 'Watch the gate f close at each r, and the answer fall back to zero, tooth by tooth of a saw.',
  'step.forget.end':
    'Mean squared error without the gate {rival}, with it {score} (solved: 0.002). To be fair, the plain RNN learns to count too: it was the raw memory that made things worse, and forgetting repairs it.',
  'step.parity.start':
    'A second task for the same gate: is the number of +1 so far even or odd? Every +1 turns the answer over, so that a memory which only adds is of no use.',
  'step.parity.run': 'The memory has to change its sign, not to grow.',
  'step.parity.end':
    'Without the gate {rival}, with it {score}; 50 % is a guess. To turn over, a memory has to let go of what it held.',
  'step.input.start':
    'Forty numbers go by, two of them are marked: what is their sum? Without: stage 2 adds its candidate g at every step, marked or not. With: an input gate i between 0 and 1, which multiplies g and lets in what is marked. (The thesis prints oₜ in (40), where iₜ is meant.)',
  'step.input.run': 'Always answering 1 costs a mean squared error of 0.167. Who goes below?',
  'step.input.end':
    'Mean squared error without the gate {rival}, with it {score} (solved: 0.005). What is not marked stays outside.',
  'step.recall.start':
    'A second task for the same gate, with two cells. A +1 or −1 goes by at every step: write it down at an arrow ↓, say it at a ?, and otherwise say 0.',
  'step.recall.run': 'Always answering 0 costs 0.213. What is not to be written down must not get in.',
  'step.recall.end':
    'Mean squared error without the gate {rival}, with it {score} (solved: 0.01). What was written down stays until the next arrow.',
  'step.output.start':
    'The same task with a single cell: keep the value, say it at each ?, and otherwise say 0. Without: stage 3, whose h = tanh(c) shows all the time what it keeps. With: an output gate o between 0 and 1, which multiplies it and so lets it keep silent.',
  'step.output.run': 'Look at h while nobody asks: a leak on one side, 0 on the other.',
  'step.output.end':
    'Mean squared error without the gate {rival}, with it {score} (solved: 0.01). Four stages: this is the LSTM.',
  'step.finale.start':
    'The question that the RNN did not settle: which two letters, in which order, {n_steps} steps long? RNN against the finished LSTM, with its memory c and its gates f, i and o. Guessing gets 25 %.',
  'step.finale.run': 'Both see the same sequences and take the same number of steps.',
  'step.finale.end':
    'At T = {n_steps}: RNN {rival}, LSTM {score}. Only because it has more parameters? At the level Tune, “equal parameters” gives the RNN as many. Or slide T and train again.',
  'step.twist.start':
    'The echo of step 1, now with the LSTM. Without: as the thesis prints it, with no biases. Every gate begins half open, σ(0) = ½, and half of half of half is soon nothing. With: a forget bias b, which holds f open from the start.',
  'step.twist.run': 'At first each step keeps about σ(b) of the memory: one half at b = 0, 0.95 at b = 3.',
  'step.twist.end':
    'Without biases {rival}; with b = {b}, {score}. Slide b, watch the gradient, and train again. Within 2 000 updates, none of 20 seeds learns it without biases; with b = 3, 13 do. That lesson the thesis leaves out.',
  'step.gru.start':
    'A later, leaner cell: the GRU has neither c nor an output gate. A gate z mixes the old h with the candidate n, and a gate r says how much of the past n gets to see. Without: the LSTM. With: the GRU. The task is that of “RNN or LSTM?”, temporal order.',
  'step.gru.run': 'Three quarters of the parameters, hence faster steps. Better? That depends on the task.',
  'step.gru.end':
    'LSTM {rival}, GRU {score}. On the one-cell task of step 4 the GRU does not learn within 5 000 updates: it has no output gate to keep silent with.',
  'sequences.start': 'Sequences, one step after the other. {measure} of who has learnt nothing ({who}): {baseline}.',
  'sequences.run': '{score} so far, {scored}; {who}: {baseline}.',
  'sequences.end': '{score} at the end of the run, {scored}; {who}: {baseline}.',
  'scored.drawn': 'on fresh sequences',
  'scored.learnt': 'on what it learns from',
  'status.sequences':
    '{state}: update {step}, loss {loss}, {score} {scored}. {cell} with {n} cells on {task}, {n_steps} steps long.',
  'status.race': '{state}: update {step}: with {score}, without {rival}.',

  // Hints of terms, and of controls that are no settings
  'hint.n_samples': 'How many points are drawn. The test share is taken from them; the rest are the m of the thesis',
  'column.hint': 'Which length of the flower stands on this axis',
  'table.paste.hint': 'A row for each point; the first one may name the columns',
  'table.open.hint': 'A file of this device; it is read here and sent nowhere',
  'table.x1.hint': 'The column of the first coordinate',
  'table.x2.hint': 'The column of the second coordinate',
  'table.y.hint': 'The column of what is to be predicted, y in the thesis',
  'table.values.hint': 'The column under “Class or value” holds quantities; off: each of its numbers names a class',
  'table.use.hint': 'The network learns from these points from now on',
  'draw.pens.hint': 'The class y that new points belong to',
  'draw.undo.hint': 'Take back the last change to the points',
  'share.hint': 'Links, files, pictures, undo and redo, a lecture mode',
  'picture.png.hint': 'A picture made of dots, for slides and messages',
  'picture.svg.hint': 'A drawing that stays sharp at any size',
  'picture.copy.hint': 'The picture, to paste elsewhere',
  'confusion.hint': 'How often each class is taken for each; what lies off the diagonal are mistakes',
  'confusion.points.hint': 'Which points are counted: those learnt from, or those kept for testing',
  'confusion.threshold.hint':
    'The A from which a point counts as class 1, on a scale from 0 to 1: 0.5 in the thesis, 4.6',
  'tab.gradients.hint': 'How long ∂L/∂W is, layer by layer, and what goes wrong: vanishing, exploding, saturated, dead',
  'tab.worked.hint': 'The next update for one point, or one step of a cell, number by number',
  'tab.shapes.hint': 'Rows and columns of all matrices, as in 6.1 to 6.3',
  'tab.equations.hint': 'The formulas of this network under their numbers in the thesis',
  'tab.activations.hint': 'The functions of figure 1, and the slope of figure 2',
  'tab.warped.hint': 'The plane as a hidden layer sees it: its A as coordinates',
  'tab.surface.hint': 'The loss over w₁ and w₂, and the way down of (2)',
  'tab.weights.hint': 'All weights W and biases b as numbers, to read and to change',
  'gradients.layer.hint': 'From the output back: the way the gradient goes',
  'gradients.norm.hint': 'The length of the gradient, ‖∂L/∂W‖, (25) and (28): how much this layer is being moved',
  'gradients.gain.hint': '‖dZ‖ here over ‖dZ‖ in the layer above, dZ being the delta of (24) and (27). Below 1 the gradient shrinks',
  'gradients.factors.hint': 'The two factors of (27): the weights Wᵀ·dZ, and the slope of the activation, A(1 − A) for a sigmoid',
  'worked.point.hint': 'Which point i of the m is worked out',
  'worked.decimals.hint': 'How many decimals each line is rounded to',
  'worked.blank.hint': 'Leaves the results out, to be filled in',
  'worked.latex.hint': 'The sheet for a document in LaTeX',
  'worked.markdown.hint': 'The sheet for a notebook or a forum',
  'warped.layer.hint': 'The layer l whose A is drawn',
  'warped.across.hint': 'The neuron whose answer runs from left to right',
  'warped.up.hint': 'The neuron whose answer runs upwards',
  'warped.bend.hint': 'From the plane as it is to what the layer makes of it',
  'warped.play.hint': 'Moves the slider from one end to the other',
  'activations.x.hint': 'What the functions are given: Z in a neuron',
  'weights.hint': 'A row for each neuron: bias b, then weights W. Enter or a click opens a number',
  'edit.which.hint': 'The bias of this neuron, or one of its weights',
  'edit.value.hint': 'Training goes on from the new value',
  'group.run.hint': 'Where a run begins and what ends it',
  'group.network.hint': 'Activation of each layer, first weights, output A',
  'group.loss.hint': 'What is made smaller: L, and what is added to keep the weights small',
  'group.optimizer.hint': 'What the optimizer keeps of earlier steps, and how long a step may be',
  'group.schedule.hint': 'How α changes during a run',
  'group.samples.hint': 'In which order the points come',
  'tab.flow.hint': 'How much of the error gets back to each step: ‖∂L/∂hₜ‖',
};
