// Français, pour les vues des suites. Les clés et les {repères} sont ceux de toutes les langues.

export default {
  // Les données

  // La cellule

  // Au fil de la suite

  // Le gradient au fil du temps

  // Deux cellules côte à côte
};
