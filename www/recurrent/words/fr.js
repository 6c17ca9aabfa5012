// Français, pour les vues des suites. Les clés et les {repères} sont ceux de toutes les langues.

export default {
  // Les données

  // La cellule

  // Au fil de la suite

  // Le gradient au fil du temps
  'flow.step': 'Pas t',
  'flow.label': 'Ce que chaque pas reçoit de l’erreur, sur un axe logarithmique ; le tableau ci-dessous donne les nombres',
  'flow.caption': 'Ce que chaque pas reçoit de l’erreur, qui remonte depuis le dernier',
  'flow.factors.label': 'Ce que chaque pas fait au gradient, sur un axe logarithmique ; le tableau ci-dessous donne les nombres',
  'flow.factors': 'Par quoi chaque pas le multiplie : activation × poids à travers la cellule, et le chemin de la mémoire',
  'flow.d_h': '‖∂L/∂hₜ‖, cette cellule',
  'flow.d_c': '‖∂L/∂cₜ‖, cette cellule',
  'flow.activation': 'activation',
  'flow.weights': 'poids',
  'flow.memory': 'par la mémoire',
  'flow.candidates': 'Avant l’apprentissage : médiane et quartiles de {n} graines',
  'flow.lstm_0': 'LSTM sans biais',
  'flow.lstm': 'LSTM, biais d’oubli {b}',
  'flow.lstm.any': 'LSTM',
  'flow.pin': 'Garder cette courbe',
  'flow.clear': 'Retirer les courbes gardées',
  'flow.pinned': '{cell}, mise à jour {step}',
  'flow.table': 'Les nombres',
  'flow.vanishing': 'Le gradient s’évanouit au fil du temps : {last} au dernier pas, {first} au premier, {ratio} fois moins. C’est un facteur d’environ {factor} par pas sur {n_steps} pas : ce qui s’est passé tôt ne change guère un poids.',
  'flow.exploding': 'Le gradient explose au fil du temps : {last} au dernier pas, {first} au premier, {ratio} fois plus, environ × {factor} par pas. L’écrêter (niveau Régler) évite qu’un seul pas ne ruine l’apprentissage.',
  'flow.sound': 'Le gradient passe : {last} au dernier pas, {first} au premier, environ × {factor} par pas sur {n_steps} pas.',
  'flow.note': 'En remontant, chaque pas multiplie le gradient par la pente de son activation et par les poids Wₕₕ, et de tels produits rétrécissent ou grandissent sans fin. Par la mémoire, il n’est multiplié que par la porte d’oubli : par 1 s’il n’y en a pas, par environ σ(b) au début. D’où le biais d’oubli b : à moitié ouverte, b = 0, elle en perd la moitié par pas ; à b = 3, elle en garde 95 %. Une graine ne fait pas loi : une bande couvre la moitié centrale de 20.',
  'flow.axis': 'pas t',

  // Deux cellules côte à côte
  'race.accuracy': 'justes, sur des suites nouvelles',
  'race.mean_squared_error': 'erreur quadratique moyenne, sur des suites nouvelles',
  'race.role.with': 'Avec',
  'race.role.without': 'Sans',
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
  'race.claim.all': '{role} : {s} graines sur 20 y arrivent en {n} mises à jour.',
  'race.claim.least': '{role} : au moins {s} graines sur 20 y arrivent en {n} mises à jour.',
  'race.claim.most': '{role} : au plus {s} graine sur 20 en {n} mises à jour.',
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
