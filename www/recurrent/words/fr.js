// Français, pour les vues des suites. Les clés et les {repères} sont ceux de toutes les langues.

export default {
  // Les données

  // La cellule

  // Au fil de la suite

  // Le gradient au fil du temps
  'flow.axis': 'pas t',

  // Deux cellules côte à côte
  'race': 'Deux cellules côte à côte',
  'race.without': 'sans',
  'race.with': 'avec',
  'race.ruler': 'Ce que chaque pas reçoit de l’erreur : ‖∂L/∂hₜ‖',
  'race.reading': 'Au premier pas : sans {without}, avec {with}.',
  'race.cell': '{cell}, {n} cellule|{cell}, {n} cellules',
  'race.parameters': '{n} paramètre|{n} paramètres',
  'race.solved': 'résolu à la mise à jour {step}',
  'race.unsolved': 'pas appris en {n} mise à jour|pas appris en {n} mises à jour',
  'race.start': 'Course',
  'race.start.hint': 'Toutes deux repartent de zéro, avec les mêmes poids là où elles en partagent',
  'race.seed': 'Graine suivante',
  'race.seed.hint': 'D’autres poids initiaux, d’autres suites : était-ce la chance ?',
  'race.drawn': 'Graine {seed}',
  'race.equal': 'à paramètres égaux',
  'race.equal.hint': 'Seulement plus de paramètres ? Un RNN de 20 cellules, 664 paramètres, contre les 580 du LSTM',
  'race.claim.all': '{cell} : les {s} graines sur 20 en {n} mises à jour.',
  'race.claim.least': '{cell} : au moins {s} graines sur 20 en {n} mises à jour.',
  'race.claim.most': '{cell} : au plus {s} graine sur 20 en {n} mises à jour.',
  'race.x': 'x',
  'race.c': 'c',
  'race.h': 'h',
  'race.target': 'cible',
  'race.answer': 'réponse',
  'race.and': ' ; ',
  'race.strip': '{name} sur {n_steps} pas ; au dernier {numbers}',
  'race.value': 'Demandé : {target}. Répondu : {answer}.',
  'race.class': 'Demandé : {target}. Répondu : {answer} ({share}).',
};
