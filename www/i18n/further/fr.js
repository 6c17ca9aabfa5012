// Le français de tout ce qui vient après le premier niveau.

export default {
  'rate.now': 'Dans son évolution, α en est à {now}.',

  'more-sets': 'Plus de points',
  'column': 'Colonne en {axis}',
  'scaling': '{x} → ({x} − {mean}) / {deviation}',
  'draw': 'Dessiner',
  'draw.hint': 'Ajouter, déplacer et supprimer des points dans l’image',
  'draw.tools': 'Outil',
  'draw.add': 'Ajouter',
  'draw.add.hint': 'Un clic ajoute un point ; en le faisant glisser, on le déplace',
  'draw.add.note': 'Cliquez dans l’image pour ajouter un point, faites-en glisser un pour le déplacer. Au clavier : les flèches, puis Entrée ; Suppr supprime.',
  'draw.curve.note': 'Cliquez dans l’image pour ajouter un point : sa hauteur est la valeur. Au clavier : les flèches, puis Entrée.',
  'draw.brush': 'Pinceau',
  'draw.brush.hint': 'Sème des points',
  'draw.brush.note': 'Faites glisser pour semer des points ; un clic en laisse trois. Au clavier : les flèches, puis Entrée.',
  'draw.move': 'Déplacer',
  'draw.move.hint': 'Prend un point et le pose ailleurs',
  'draw.move.note': 'Cliquez sur un point, puis là où il doit aller ; ou faites-le glisser. Au clavier : Entrée deux fois.',
  'draw.delete': 'Supprimer',
  'draw.delete.hint': 'Un clic supprime un point',
  'draw.delete.note': 'Cliquez sur un point pour le supprimer. Au clavier : les flèches, puis Entrée.',
  'draw.pens': 'Nouveaux points',
  'draw.undo': 'Annuler',
  'draw.clear': 'Effacer',
  'draw.clear.hint': 'Repartir d’une image vide',
  'draw.invite': 'Pas encore de point : cliquez dans l’image pour poser le premier.',
  'draw.added': 'Ajouté ; {n} point.|Ajouté ; {n} points.',
  'draw.moved': 'Déplacé ; {n} point.|Déplacé ; {n} points.',
  'draw.removed': 'Supprimé ; {n} point.|Supprimé ; {n} points.',
  'draw.picked': 'Point pris : choisissez où le poser.',
  'draw.undone': 'Annulé.',
  'shelf': 'Autour des points',
  'shelf.sets': 'Autres jeux',
  'shelf.sets.hint': 'Dix autres jeux de données : réels, à valeurs, en courbe',
  'shelf.settings': 'Réglages',
  'shelf.settings.hint': 'Combien de points, combien de classes, quel tirage',
  'shelf.table': 'Tableau',
  'shelf.table.hint': 'Vos propres points à partir d’un tableau (CSV)',
  'to_sequences': 'Suites',
  'to_sequences.hint': 'Des points aux suites, et une cellule qui se souvient : le reste demeure',
  'table.paste': 'Collez un tableau, ou déposez un fichier sur le bac à sable',
  'table.example': 'largeur;longueur;espèce\n0,2;1,4;setosa\n1,8;5,1;virginica',
  'table.open': 'Ouvrir un fichier…',
  'table.limits': 'Jusqu’à 5000 lignes, 64 colonnes et 6 classes. Virgule, point-virgule, tabulation ou espaces entre les cellules ; 1,5 se lit comme 1.5 si la virgule ne les sépare pas.',
  'table.x1': 'x₁',
  'table.x2': 'x₂',
  'table.y': 'Classe ou valeur',
  'table.values': 'Des valeurs à prédire, pas des classes',
  'table.found': '{n} point, de : {classes}|{n} points, de : {classes}',
  'table.found.values': '{n} point avec une valeur|{n} points, chacun avec une valeur',
  'table.use': 'Prendre ces points',
  'table.none': 'aucune',
  'table.large': 'Ce fichier dépasse {mb} Mo.',
  'table.unreadable': '{name} ne se lit pas comme du texte. Un tableau s’enregistre d’abord en CSV.',

  'hint.noise': 'Écart type de ce que le hasard ajoute',
  'hint.noise.share': 'Une part de 0 à 1 ; 0,5 correspond à 50 dans TensorFlow Playground',
  'hint.n_classes': 'Nombre de nuages, ou de bras de la spirale : de 2 à 6',
  'hint.test_share': 'Le réseau n’apprend jamais de ces points : ils disent ce qu’il vaut sur des points nouveaux',
  'hint.standardize': 'Moyenne 0 et écart type 1, mesurés sur les seuls points d’apprentissage',
  'hint.factor': 'Rayon du cercle intérieur, l’autre valant 1',
  'hint.data_seed': 'Le même nombre tire les mêmes points',
  'hint.hidden': 'Neurones de chaque couche cachée, du côté des entrées d’abord, par exemple 16, 40, 90, 100 : n[1], n[2], … dans le mémoire',
  'hint.learning_rate':
    'Longueur de chaque pas le long du gradient : α dans (2) et (3). Il peut changer en cours d’apprentissage',
  'hint.n_iter': 'L’apprentissage s’arrête de lui-même après autant d’itérations : n_iter dans le programme de 4.7',
  'hint.seed': 'Le même nombre tire les mêmes poids initiaux',
  'seed.new': 'Nouvelle graine',
  'seed.new.hint': 'D’autres poids initiaux',

  'set.blobs.hint': 'Des nuages de points, de 2 à 6',
  'set.circles.hint': 'Un cercle dans un autre',
  'set.moons.hint': 'Deux demi-lunes',
  'set.xor.hint': 'La classe dépend de l’accord des signes des deux coordonnées',
  'set.disc.hint': 'Un disque dans un anneau',
  'set.gauss.hint': 'Deux larges nuages',
  'set.spiral.hint': 'Des spirales, de 2 à 6 bras',
  'set.checkerboard.hint': 'Des cases de classe alternée',
  'set.iris.hint': 'De vraies fleurs : trois espèces, deux longueurs sur quatre, en cm',
  'set.plane.hint': 'Une valeur qui monte régulièrement',
  'set.gaussians.hint': 'Une valeur, avec ses collines et ses creux',
  'set.sine.hint': 'Une courbe : le sinus',
  'set.step.hint': 'Une courbe : une marche',
  'set.polynomial.hint': 'Une courbe : une cubique',

  'confusion': 'Matrice de confusion',
  'confusion.caption': 'Lignes : ce que sont les points ; colonnes (→) : ce pour quoi on les prend',
  'confusion.points': 'Points comptés',
  'confusion.train': 'Apprentissage',
  'confusion.test': 'Test',
  'confusion.precision': 'Précision',
  'confusion.precision.hint': 'Parmi les points pris pour cette classe, la part qui en est : VP / (VP + FP). Rien à voir avec la précision du mémoire, qui est l’exactitude',
  'confusion.recall': 'Rappel',
  'confusion.recall.hint': 'Parmi les points de cette classe, la part que l’on retrouve : VP / (VP + FN)',
  'confusion.threshold': 'Seuil',
  'confusion.costs':
    'À partir de cette valeur, un point compte comme classe 1. Un demi convient quand les deux erreurs coûtent autant ; si manquer la classe 1 coûte plus qu’une fausse alerte, baissez-le. C’est une question de coûts, non de l’endroit où la pente de σ est maximale.',

  'drawer': 'Décortiquer',
  'tab.shapes': 'Dimensions',
  'tab.equations': 'Équations',
  'tab.activations': 'Activations',
  'tab.weights': 'Poids',
  'tab.gradients': 'Gradients',
  'gradients.findings': 'Ce qui ne va pas',
  'gradients.sound': 'Rien à signaler.',
  'gradients.caption': 'De la sortie vers les entrées, sur tous les points d’apprentissage',
  'gradients.layer': 'Couche',
  'gradients.norm': 'Norme de ∂L/∂W',
  'gradients.gain': 'Gain de ‖dZ‖',
  'gradients.factors': 'Gain = poids × activation',
  'gradients.weights': 'poids',
  'gradients.activation': 'activation',
  'gradients.note':
    'Le gain est la norme de dZ dans une couche divisée par celle de la couche suivante : ce qui est transmis vers l’arrière. Les poids la multiplient par ‖Wᵀ·dZ‖ / ‖dZ‖, la pente de l’activation par ce qui reste après ⊙ a′(Z). Les axes sont logarithmiques : la seconde barre part donc du bout de la première, et le bout des deux est le gain. La pente d’une sigmoïde ne dépasse pas 1/4.',
  'finding.vanishing':
    'Le gradient s’évanouit : la norme de ∂L/∂{of} vaut {last} dans la couche {layer} (la sortie) et {first} dans la couche 1, soit {ratio} fois moins.',
  'finding.exploding':
    'Le gradient explose : la norme de ∂L/∂W vaut {last} dans la couche {layer} (la sortie) et {first} dans la couche 1, soit {ratio} fois plus.',
  'finding.saturated':
    'La couche {layer} sature : {share} de ses activations sont là où la pente est inférieure à 8 % de son maximum.',
  'finding.dead':
    'ReLU morte : {n} des {of} neurones de la couche {layer} répond 0 à tous les points d’apprentissage et n’apprend plus rien.|ReLU mortes : {n} des {of} neurones de la couche {layer} répondent 0 à tous les points d’apprentissage et n’apprennent plus rien.',
  'finding.rising':
    'Le coût remonte, de {low} à l’itération {at} à {now} : le taux d’apprentissage α = {rate} est trop grand.',
  'finding.imbalanced':
    'Les classes sont déséquilibrées : {class} compte {n} des {of} points d’apprentissage, si bien que répondre toujours la plus fréquente suffit pour {share} d’entre eux.',
  'tab.warped': 'Espace déformé',
  'warped.layer': 'Couche',
  'warped.across': 'En abscisse',
  'warped.up': 'En ordonnée',
  'warped.bend': 'Du plan à sa déformation',
  'warped.play': 'Déformer',
  'warped.none':
    'Un neurone seul ne déforme rien : il trace sa droite dans le plan tel quel. Ajoutez une couche cachée, et voyez ici ce qu’elle fait du plan.',
  'warped.seen': 'Le plan tel que le voit la couche {layer}, par ses neurones {a} et {b}.',
  'warped.centre': 'Centre de « {class} » : ({a} ; {b}).',
  'warped.line': 'Le neurone de sortie y trace une droite : {equation}.',
  'warped.slice':
    'Le neurone de sortie y trace une droite, vue ici (en tirets) les autres neurones restant à leur moyenne : {equation}.',
  'warped.lines': 'Des droites y séparent les classes : {list}.',
  'warped.slices':
    'Des droites y séparent les classes, vues ici (en tirets) les autres neurones restant à leur moyenne : {list}.',
  'warped.border': '{one} et {other} par {equation}',
  'tab.surface': 'Surface du coût',
  'surface.none':
    'Avec un seul neurone et au moins deux entrées, le coût est un relief au-dessus de deux poids, et l’apprentissage une descente. Ce réseau a {n} paramètres : trop de directions pour une carte.',
  'surface.label': 'Le coût selon w₁ et w₂, foncé là où il est élevé, avec le chemin de la descente.',
  'surface.here': 'Ici, w₁ = {w1} et w₂ = {w2} : coût {loss}.',
  'surface.start': 'La descente est partie de ({w1} ; {w2}).',
  'surface.lowest': 'Le point le plus bas de cette carte : {loss} près de ({w1} ; {w2}).',
  'surface.note':
    'Plus c’est foncé, plus le coût est élevé ; d’une teinte à la suivante, il change du même facteur. Le biais et les autres poids restent à leur valeur présente : le relief bouge donc lui-même pendant qu’ils apprennent. Pour un seul neurone et le coût logistique, il n’a qu’une vallée.',
  'tab.worked': 'À la main',
  'worked.point': 'Point',
  'worked.of': 'sur {m}',
  'worked.previous': 'Point précédent',
  'worked.next': 'Point suivant',
  'worked.decimals': 'Décimales',
  'worked.blank': 'À trous, comme exercice',
  'worked.latex': 'Copier en LaTeX',
  'worked.markdown': 'Copier en Markdown',
  'worked.copied': 'La feuille est dans le presse-papiers.',
  'worked.intro':
    'La prochaine mise à jour, posée pour un seul point. Chaque ligne se calcule avec les nombres écrits plus haut et s’arrondit à {n} décimales : avec une calculette, tout tombe juste. Un clic sur un point de l’image pose le calcul pour celui-ci.',
  'worked.stage_of': '{stage} : point {point}',
  'worked.given': 'Données',
  'worked.given.note': 'Ce qu’apporte le point, et les paramètres dans leur état actuel.',
  'worked.forward': 'Propagation avant',
  'worked.forward.note':
    'Chaque neurone additionne ses entrées multipliées par leurs poids, puis son biais : c’est Z. L’activation en fait A.',
  'worked.loss': 'Coût',
  'worked.loss.note': 'À quelle distance la réponse A se trouve de la cible y.',
  'worked.backward': 'Rétropropagation',
  'worked.backward.note':
    'De la sortie vers la première couche : dZ dit à quelle vitesse le coût croît avec Z.',
  'worked.gradient': 'Gradient',
  'worked.gradient.note':
    'Un point ajoute dZ fois l’entrée au gradient d’un poids, et dZ à celui d’un biais. Le gradient est la moyenne sur les {m} points de la mise à jour.',
  'worked.others.note':
    'Ici : ce point + l’autre ({n}), déjà compté. Chaque somme ∑ vient du calcul en cours ; la vérifier demande une autre feuille comme celle-ci.|Ici : ce point + les {n} autres, déjà additionnés. Chaque somme ∑ vient du calcul en cours ; la vérifier demande autant de feuilles comme celle-ci.',
  'worked.update': 'Mise à jour',
  'worked.masks.note':
    'L’extinction (dropout) tire au sort les neurones cachés que cette mise à jour laisse de côté pour ce point : D vaut 0 pour ceux-là, 1 pour les autres.',
  'worked.moments.note':
    'Ce que l’optimiseur a retenu des pas précédents. Les moments ont plus de décimales que le reste : ceux du gradient {first}, ceux de son carré {second}, leurs racines {root} ; sinon, les plus petits deviendraient 0, et l’on diviserait par 0.',
  'worked.kept.note':
    'La couche suivante reçoit Ã : ce que l’extinction garde de A, divisé par 1 − p pour que la moyenne reste la même.',
  'worked.unmasked.note':
    'Un neurone laissé de côté (D = 0) ne reçoit aucun dZ : ce point ne lui apprend rien.',
  'worked.penalised.note': 'g est le gradient avec les pénalités, qui ne tirent que sur les poids.',
  'worked.clipped.note':
    'Si tous les gradients ensemble sont plus longs que c, le facteur k les raccourcit tous d’autant ; h est ce que reçoit l’optimiseur.',
  'worked.rule.gradient_descent':
    'Le nouveau paramètre est l’ancien moins le taux d’apprentissage fois son gradient.',
  'worked.rule.momentum':
    'La vitesse v garde une part μ d’elle-même et s’augmente du gradient ; le taux d’apprentissage multiplie v.',
  'worked.rule.nesterov':
    'La vitesse v garde une part μ d’elle-même et s’augmente du gradient ; le pas regarde un coup d’avance le long de v.',
  'worked.rule.rmsprop':
    'v est la moyenne glissante du carré du gradient, s sa racine. Chaque gradient est divisé par son propre s : grands et petits font des pas de même ordre.',
  'worked.rule.adagrad':
    'v additionne les carrés de tous les gradients passés, s est sa racine. Chaque gradient est divisé par son propre s, qui ne fait que croître : les pas raccourcissent.',
  'worked.rule.adadelta':
    'v est la moyenne glissante du carré du gradient, u celle des pas q ; s et r en sont les racines. Le pas a la longueur des pas précédents, quelle que soit l’échelle du coût.',
  'worked.rule.adam':
    'm est la moyenne glissante du gradient, v celle de son carré. Toutes deux partent de 0, d’où m̂ et v̂, corrigées par c₁ et c₂. s est la racine de v̂ ; le taux d’apprentissage multiplie q.',
  'worked.rule.adamw':
    'm est la moyenne glissante du gradient, v celle de son carré. Toutes deux partent de 0, d’où m̂ et v̂, corrigées par c₁ et c₂. s est la racine de v̂ ; le taux d’apprentissage multiplie q. En plus, chaque paramètre perd la part αλ de lui-même.',
  'worked.update.note':
    'En gris sous chaque nouveau paramètre : ce que donne le calcul avec tous ses chiffres, et de combien (Δ) cela s’écarte du nombre sur le papier.',
  'worked.kept': 'Ce point est réservé au test : aucune mise à jour ne s’en sert, la feuille s’arrête donc à son coût.',
  'worked.waits': 'La prochaine mise à jour prend un lot sans ce point, la feuille s’arrête donc à son coût.',
  'worked.no.parameters':
    'Ce réseau a {n} paramètres : trop pour une feuille de papier. On en pose jusqu’à {most} ; enlevez des neurones.',
  'shapes.trained': 'Entraîné : {network}',
  'shapes.printed': 'Comme l’imprime la section 6.1 : {network}',
  'shapes.note':
    'Lignes et colonnes de chaque matrice, comme les impriment les sections 6.1 à 6.3 ; {m} points.',
  'shapes.both':
    'La section 6.1 lit son n-uplet à partir des entrées : le dernier nombre est alors la dernière couche, et il n’y a plus de neurone de sortie. Les exactitudes de la section 6.4 ne s’obtiennent que si le n-uplet désigne les couches cachées, entre deux entrées et un neurone de sortie ; c’est ce que l’on entraîne ici.',
  'shapes.parameters': 'Paramètres',
  'shapes.activations': 'Activations',
  'shapes.gradients': 'Gradients',
  'equations.forward': 'Propagation avant',
  'equations.backward': 'Rétropropagation',
  'equations.line': 'Là où Z = 0, les deux classes sont aussi probables l’une que l’autre :',
  'equations.update': 'Mise à jour',
  'equations.signs':
    'X, Y, Z, A et dZ ont une colonne par point ; la moyenne sur les points vient dans dW et db. ⊙ multiplie terme à terme.',
  'equations.where': 'Un 1 avec une condition en indice vaut 1 là où elle est vraie, 0 ailleurs.',
  'equations.dropout':
    'D vaut 0 pour les neurones que l’extinction (dropout) laisse de côté pendant une mise à jour, tirés avec la probabilité p, et 1 pour les autres ; une prédiction se fait avec tous.',
  'equations.letters':
    'θ désigne un poids ou un biais quelconque, θ′ sa nouvelle valeur ; carrés, racines et quotients se prennent terme à terme. Les moments (m, u, v) partent de 0.',
  'equations.border': 'Là où Z = 0, la réponse passe d’une classe à l’autre :',
  'equations.note':
    'Les numéros sont ceux du mémoire ; (24) à (29) sont écrites comme sa section 6.3 les emploie.',
  'activations.x': 'Déplacer x',
  'activation.heaviside': 'Heaviside',
  'activation.heaviside.note': 'Oui ou non ; sa pente est nulle, la descente de gradient n’en apprend rien.',
  'activation.sigmoid': 'Sigmoïde σ(x)',
  'activation.sigmoid.note': 'Une marche douce de 0 à 1 : une probabilité.',
  'activation.tanh': 'tanh(x)',
  'activation.tanh.note': 'La même marche de −1 à 1, centrée en 0.',
  'activation.softmax': 'Softmax de (x, 0)',
  'activation.softmax.note':
    'Un score seul n’est pas une courbe : le softmax en veut plusieurs. Pour (x, 0), la première part est la sigmoïde.',
  'activation.sigmoid_derivative': 'Pente σ′(x)',
  'activation.sigmoid_derivative.note':
    'Au plus 1/4, en 0 (le mémoire imprime 1/2). De couche en couche, ces facteurs se multiplient.',
  'activations.bars': 'Softmax de (x, 0, 0)',
  'activations.bars.note': 'Trois parts dont la somme vaut 1.',
  'weights.neuron': 'Neurone',
  'weights.layer': 'Couche {layer}',
  'weights.output': 'Sortie',
  'weights.cut': '(les {most} premiers de {rows} × {columns})',

  // Apprentissage
  'group.run': 'Début et fin d’un parcours',
  'group.network': 'Activations, départ, sortie',
  'group.loss': 'Coût et pénalités',
  'group.optimizer': 'Détails de l’optimiseur',
  'group.schedule': 'Évolution du taux',
  'group.samples': 'Ordre des points',
  'hint.activation':
    'Ce qu’un neurone caché fait de sa somme Z : A = σ(Z) dans le mémoire, (5). Tanh et ReLU apprennent plus vite en profondeur ; le mémoire a choisi la sigmoïde. Heaviside ne sert qu’à un neurone seul.',
  'hint.activation_layer':
    'Le même choix, couche par couche : pour voir à laquelle nuit une activation lente ou éteinte.',
  'hint.init':
    'D’où partent les poids ; en changer recommence le parcours. Xavier va bien à tanh et à la sigmoïde, He à ReLU ; partir de zéro montre pourquoi les neurones doivent différer au départ.',
  'hint.output':
    'Ce que le dernier neurone fait de sa somme : une probabilité (sigmoïde, softmax), une note de −1 à 1 (tanh), la somme telle quelle (identité).',
  'hint.loss':
    'Ce que l’apprentissage fait baisser, L dans le mémoire, (1). Coût logistique pour deux classes, entropie croisée au-delà, erreur quadratique pour des valeurs ; la charnière ne regarde que les points proches de la frontière ou mal classés.',
  'hint.optimizer':
    'Comment le gradient devient un pas. La descente de gradient est celle du mémoire, (2) et (3) ; essayez Adam là où elle se traîne ou zigzague.',
  'hint.momentum':
    'μ, la part du pas précédent que garde le suivant, pour l’inertie et Nesterov : on traverse ainsi les plateaux. Diminuez-la si l’on dépasse le but.',
  'hint.weight_decay':
    'Pour AdamW seul : λ, la part de chaque poids et biais retirée à chaque pas, multipliée par α. Augmentez-la si le réseau apprend le bruit.',
  'hint.batch_size':
    'Le nombre de points par mise à jour ; 0 les prend tous, les m du mémoire. De petits lots font beaucoup de pas approximatifs, de grands lots peu de pas exacts.',
  'hint.shuffled':
    'Chaque époque prend les points dans un autre ordre, tiré de la graine. Sinon toujours le même, comme dans TensorFlow Playground.',
  'hint.carry_last_batch':
    'Les points qui ne remplissent plus un lot attendent l’époque suivante, comme dans TensorFlow Playground. Sinon ils forment un dernier lot, plus petit.',
  'hint.l1':
    'Ajoute au coût λ₁ fois les valeurs absolues des poids : les poids inutiles tombent à 0. Pour savoir quelles entrées et quels neurones comptent.',
  'hint.l1_stays_zero':
    'Un poids que la pénalité L1 annule est mort dès lors, comme dans TensorFlow Playground.',
  'hint.l2':
    'Ajoute au coût λ₂ fois la moitié des carrés des poids : ils restent petits et la frontière lisse. Contre l’apprentissage du bruit.',
  'hint.dropout':
    'p, la part des neurones cachés éteints au hasard à chaque mise à jour, pour qu’aucun ne se repose sur un autre. Contre l’apprentissage du bruit dans les couches larges.',
  'hint.clip_norm':
    'c : un gradient plus long est ramené à cette longueur. Là où un seul pas suffit à tout dérégler.',
  'hint.schedule':
    'Constant, comme dans le mémoire ; par paliers ou le long d’un cosinus, on avance d’abord à grands pas, puis finement.',
  'hint.schedule_steps': 'Mises à jour d’une baisse de α à la suivante, ou jusqu’à la fin du cosinus.',
  'hint.schedule_factor': 'Ce par quoi α est multiplié à chaque baisse ; 0,1 est l’usage.',
  'hint.n_epochs':
    'La même durée en époques : une époque s’achève quand chaque point d’apprentissage a servi une fois.',
  'hint.stop_loss':
    'Arrête à la fin de la première époque dont le coût est aussi petit. Pour comparer le temps que mettent les réseaux.',
  'hint.stop_accuracy':
    'Arrête à la fin de la première époque où cette part des points d’apprentissage est du bon côté (R² pour des valeurs).',
  'hint.stop_patience':
    'Arrête quand le coût n’a pas baissé de 0,1 % en autant d’époques. Pour ne pas s’attarder sur un plateau.',
  'stops': 'Arrêter après',
  'stops.none': 'jamais',
  'stops.note':
    'Les buts sont vérifiés après chaque époque. Un parcours qui diverge s’arrête toujours, à son dernier bon état.',
  'settings.unusual': 'Autres réglages : {list}',
  'colon': ' :',
  'yes': 'oui',
  'no': 'non',
  'rosenblatt':
    'Règle de Rosenblatt : w + α (y − prédiction) x, un point à la fois. Le mémoire n’imprime aucune règle pour son neurone de Heaviside ; celle-ci est de nous.',
  'activation.mixed': 'par couche',
  'activation.of': 'Couche {layer}',
  'activation.none': 'Aucune couche cachée.',
  'init.thesis': 'normale (mémoire)',
  'init.xavier': 'Xavier',
  'init.he': 'He',
  'init.uniform': 'uniforme',
  'init.zeros': 'zéros',
  'init.playground': 'TF Playground',
  'schedule.constant': 'constant',
  'schedule.step': 'par paliers',
  'schedule.cosine': 'en cosinus',

  // Modifier
  'edit.output': 'Neurone de sortie',
  'edit.output.of': 'Neurone de sortie {neuron}',
  'edit.neuron': 'Couche {layer}, neurone {neuron}',
  'edit.bias': 'biais b',
  'edit.weight': 'w{place} de {from}',
  'edit.from': 'neurone {neuron}',
  'edit.which': 'Poids ou biais',
  'edit.value': 'Valeur',
  'edit.close': 'Fermer',
  'edit.freeze': 'Le geler',
  'edit.freeze.hint': 'L’apprentissage le laisse tel quel, pour voir ce qu’en font les autres',
  'edit.freeze.layer': 'Geler toute la couche',
  'edit.freeze.layer.hint': 'L’apprentissage laisse tels quels tous les poids et biais de cette couche',
  'edit.cell': '{name} : {value}, modifiable',
  'edit.cell.frozen': '{name} : {value}, gelé, modifiable',

  // Garder et partager
  'share': 'Partager',
  'share.edit': 'Modifications',
  'share.link': 'Lien',
  'share.file': 'Fichiers',
  'share.show': 'Cours',
  'undo': 'Annuler',
  'undo.hint': 'Revenir sur la dernière modification (Ctrl + Z)',
  'redo': 'Rétablir',
  'redo.hint': 'Refaire ce qui a été annulé (Ctrl + Maj + Z)',
  'link.copy': 'Copier le lien',
  'link.copy.hint': 'Une adresse qui porte toute l’expérience : points, réseau, réglages, graines',
  'file.experiment': 'Enregistrer l’expérience',
  'file.experiment.hint': 'Tous les réglages, les graines et les points dessinés, en JSON',
  'file.model': 'Enregistrer le modèle',
  'file.model.hint': 'De même, avec les poids tels qu’ils sont, pour reprendre d’ici',
  'file.tensors': 'Enregistrer les poids',
  'file.tensors.hint': 'En safetensors, sous les noms que leur donne PyTorch',
  'file.open': 'Ouvrir…',
  'file.open.hint': 'Une expérience ou un modèle enregistrés ici ; on peut aussi déposer le fichier',
  'picture.output': 'Image : résultat',
  'picture.curves': 'Image : courbes',
  'picture.network': 'Image : réseau',
  'picture.drawer': 'Image : onglet ouvert',
  'picture.output.file': 'resultat',
  'picture.curves.file': 'courbes',
  'picture.network.file': 'reseau',
  'picture.drawer.file': 'onglet',
  'picture.png': 'PNG',
  'picture.svg': 'SVG',
  'picture.copy': 'Copier',
  'picture.copied': 'L’image est dans le presse-papiers.',
  'lecture': 'Plein écran',
  'lecture.hint': 'En plus gros caractères, pour un vidéoprojecteur ; Échap pour sortir',
  'timeline': 'Retour en arrière',
  'timeline.hint': 'Revenir à une itération, avec ses poids ; l’entraînement reprend de là',
  'timeline.at': 'itération {step}',

  // Suites
  'slot.cell': 'Cellule',
  'slot.time': 'Au fil du temps',
  'tab.flow': 'Gradient au fil du temps',
  'step.wave.start':
    'Le réseau lit maintenant une suite, une valeur par pas, et se laisse d’un pas à l’autre un mot : son état h. C’est un réseau récurrent, un RNN : hₜ = tanh(Wₓₕ xₜ + Wₕₕ hₜ₋₁), (34). Première tâche : dire la valeur suivante d’une sinusoïde.',
  'step.wave.run': 'Huit cellules, chacune avec son h ; les mêmes poids à chaque pas.',
  'step.wave.end':
    'Erreur quadratique moyenne de {score} ; 0 serait parfait. Pour ce qui date d’un pas ou deux, cette cellule suffit. Et pour des mots ?',
  'step.verse.start':
    'Le même RNN, à trente-deux cellules, lit une fable de La Fontaine lettre à lettre : quelle est la lettre suivante ?',
  'step.verse.run': 'Il trouve d’abord les lettres les plus courantes, puis des syllabes, puis des mots entiers.',
  'step.verse.end':
    '{score} des lettres sont justes : il a tant lu la fable qu’il la sait par cœur. Les quelques lettres qui précèdent y suffisent. Voici une tâche dont la réponse est loin en arrière.',
  'step.near.start':
    '{n_steps} lettres passent : B commence, E finit, a à d ne veulent rien dire, et deux sont des X ou des Y. À la fin : lesquelles, et dans quel ordre ? Deviner donne 25 %.',
  'step.near.run': 'La réponse n’est demandée qu’à la fin : d’ici là, h doit porter les deux lettres.',
  'step.near.end':
    '{score} pour T = {n_steps}. Sur dix pas, ce RNN l’apprend le plus souvent ; faites glisser T entre 10 et 50 et relancez l’entraînement, la même cellule et le même apprentissage, et voyez ce qui reste.',
  'step.far.start':
    'La mémoire la plus simple qui soit : +1 ou −1 au premier pas, puis le silence. Au bout de {n_steps} pas : lequel était‑ce ?',
  'step.far.run':
    'Pour qu’un poids change, l’erreur doit remonter {n_steps} pas. Chacun la multiplie par Wₕₕ et par la pente de tanh, et l’affaiblit.',
  'step.far.end':
    '{score} pour T = {n_steps} (50 %, c’est deviner). Changez T et relancez l’entraînement : à partir d’où se perd-il ? Au niveau Décortiquer, Gradient au fil du temps montre pourquoi : plus le chemin est long, moins il en arrive au premier pas.',
  'step.memory.start':
    'L’écho encore, sur {n_steps} pas. Sans : le RNN, qui récrit son mot h à chaque pas. Avec : un second mot, la mémoire c, à laquelle chaque pas ne fait qu’ajouter son candidat g. Mêmes suites, mêmes poids là où ils en partagent. Qui se souvient du premier pas ?',
  'step.memory.run':
    'Suivez le gradient entre les deux, de droite à gauche : par le h du RNN il s’éteint, par la mémoire c il atteint le premier pas.',
  'step.memory.end':
    'Sans mémoire {rival}, avec elle {score}. Ce à quoi l’on ne fait qu’ajouter ne s’efface pas, ni le gradient sur son retour.',
  'step.forget.start':
    'Compter les a, et repartir de zéro après chaque r ; n n’est là que pour faire durer. Sans : l’étape 1, dont la mémoire ne sait qu’ajouter et ne se vide jamais. Avec : une porte d’oubli f, entre 0 et 1, qui multiplie d’abord la mémoire ; 1 la garde, 0 la vide.',
  'step.forget.run': 'Regardez la porte f se fermer à chaque r, et la réponse retomber à zéro, en dents de scie.',
  'step.forget.end':
    'Erreur quadratique moyenne sans la porte {rival}, avec elle {score} (résolu : 0,002). Soyons justes : le RNN simple apprend lui aussi à compter ; c’est la mémoire brute qui avait tout aggravé, et l’oubli le répare.',
  'step.parity.start':
    'Une deuxième tâche pour la même porte : le nombre de +1 jusqu’ici est-il pair ou impair ? Chaque +1 renverse la réponse ; une mémoire qui ne sait qu’ajouter n’y sert à rien.',
  'step.parity.run': 'La mémoire doit changer de signe, non grandir.',
  'step.parity.end':
    'Sans la porte {rival}, avec elle {score} ; 50 %, c’est deviner. Pour se renverser, une mémoire doit lâcher ce qu’elle tenait.',
  'step.input.start':
    'Quarante nombres passent, deux sont marqués : quelle est leur somme ? Sans : l’étape 2 ajoute son candidat g à chaque pas, marqué ou non. Avec : une porte d’entrée i, entre 0 et 1, qui multiplie g et laisse entrer ce qui est marqué. (Le mémoire imprime oₜ dans (40) ; c’est iₜ qu’il faut.)',
  'step.input.run': 'Répondre toujours 1 coûte une erreur quadratique moyenne de 0,167. Qui descend plus bas ?',
  'step.input.end':
    'Erreur quadratique moyenne sans la porte {rival}, avec elle {score} (résolu : 0,005). Ce qui n’est pas marqué reste dehors.',
  'step.recall.start':
    'Une deuxième tâche pour la même porte, avec deux cellules. Un +1 ou un −1 passe à chaque pas : le noter à une flèche ↓, le dire à un ?, et dire 0 sinon.',
  'step.recall.run': 'Répondre toujours 0 coûte 0,213. Ce qui n’est pas à noter ne doit pas entrer.',
  'step.recall.end':
    'Erreur quadratique moyenne sans la porte {rival}, avec elle {score} (résolu : 0,01). Ce qui est noté reste jusqu’à la flèche suivante.',
  'step.output.start':
    'La même tâche avec une seule cellule : garder la valeur, la dire à chaque ?, et dire 0 sinon. Sans : l’étape 3, dont h = tanh(c) montre tout le temps ce qu’elle garde. Avec : une porte de sortie o, entre 0 et 1, qui le multiplie et lui permet ainsi de se taire.',
  'step.output.run': 'Regardez h quand personne ne demande : une fuite d’un côté, 0 de l’autre.',
  'step.output.end':
    'Erreur quadratique moyenne sans la porte {rival}, avec elle {score} (résolu : 0,01). Quatre étapes : voilà le LSTM.',
  'step.finale.start':
    'La question que le RNN n’avait pas tranchée : quelles deux lettres, dans quel ordre, sur {n_steps} pas ? Le RNN contre le LSTM achevé, avec sa mémoire c et ses portes f, i et o. Deviner donne 25 %.',
  'step.finale.run': 'Tous deux voient les mêmes suites et font autant de pas.',
  'step.finale.end':
    'Pour T = {n_steps} : RNN {rival}, LSTM {score}. Seulement parce qu’il a plus de paramètres ? Au niveau Régler, « à paramètres égaux » en donne autant au RNN. Ou faites glisser T et relancez l’entraînement.',
  'step.twist.start':
    'L’écho de l’étape 1, cette fois avec le LSTM. Sans : tel que le mémoire l’imprime, sans biais. Toute porte est d’abord à moitié ouverte, σ(0) = ½, et la moitié de la moitié de la moitié n’est bientôt plus rien. Avec : un biais d’oubli b, qui tient f ouverte dès le départ.',
  'step.twist.run':
    'Au début, chaque pas garde environ σ(b) de la mémoire : la moitié pour b = 0, 0,95 pour b = 3.',
  'step.twist.end':
    'Sans biais {rival} ; avec b = {b}, {score}. Faites glisser b, regardez le gradient et relancez l’entraînement. En 2 000 mises à jour, aucune des 20 graines n’apprend sans biais ; avec b = 3, 13 y arrivent. C’est la leçon que le mémoire ne donne pas.',
  'step.gru.start':
    'Une cellule plus récente et plus légère : le GRU n’a ni c ni porte de sortie. Une porte z mélange l’ancien h et le candidat n, et une porte r dit ce que n voit du passé. Sans : le LSTM. Avec : le GRU. La tâche est celle de « RNN ou LSTM ? », l’ordre temporel.',
  'step.gru.run': 'Trois quarts des paramètres, donc des pas plus rapides. Meilleur ? Cela dépend de la tâche.',
  'step.gru.end':
    'LSTM {rival}, GRU {score}. Sur la tâche à une cellule de l’étape 4, le GRU n’apprend pas en 5 000 mises à jour : il n’a pas de porte de sortie pour se taire.',
  'sequences.start': 'Des suites, un pas après l’autre. {measure} de qui n’a rien appris ({who}) : {baseline}.',
  'sequences.run': '{score} jusqu’ici, {scored} ; {who} : {baseline}.',
  'sequences.end': '{score} à la fin du parcours, {scored} ; {who} : {baseline}.',
  'scored.drawn': 'sur des suites nouvelles',
  'scored.learnt': 'sur ce qu’il apprend',
  'status.sequences':
    '{state} : mise à jour {step}, coût {loss}, {score} {scored}. {cell} à {n} cellules, tâche {task}, {n_steps} pas.',
  'status.race': '{state} : mise à jour {step} : avec {score}, sans {rival}.',

  // Bulles des termes, et des commandes qui ne sont pas des réglages
  'hint.n_samples': 'Combien de points sont tirés. La part de test en est ôtée ; le reste fait les m du mémoire',
  'column.hint': 'Quelle longueur de la fleur porte cet axe',
  'table.paste.hint': 'Une ligne par point ; la première peut nommer les colonnes',
  'table.open.hint': 'Un fichier de cet appareil ; il est lu ici et n’est envoyé nulle part',
  'table.x1.hint': 'La colonne de la première coordonnée',
  'table.x2.hint': 'La colonne de la deuxième coordonnée',
  'table.y.hint': 'La colonne de ce qu’il faut prédire, y dans le mémoire',
  'table.values.hint':
    'La colonne sous « Classe ou valeur » contient des grandeurs ; sinon, chacun de ses nombres désigne une classe',
  'table.use.hint': 'Le réseau apprend désormais de ces points',
  'draw.pens.hint': 'La classe y des nouveaux points',
  'draw.undo.hint': 'Revenir sur la dernière modification des points',
  'share.hint': 'Liens, fichiers, images, annuler et rétablir, mode cours',
  'picture.png.hint': 'Une image en points, pour diapositives et messages',
  'picture.svg.hint': 'Un dessin net à toutes les tailles',
  'picture.copy.hint': 'L’image, à coller ailleurs',
  'confusion.hint': 'Combien de fois chaque classe est prise pour chaque autre ; hors de la diagonale, ce sont des erreurs',
  'confusion.points.hint': 'Quels points sont comptés : ceux de l’apprentissage ou ceux du test',
  'confusion.threshold.hint':
    'Le A à partir duquel un point compte comme classe 1, sur une échelle de 0 à 1 : 0,5 dans le mémoire, 4.6',
  'tab.gradients.hint': 'Longueur de ∂L/∂W couche par couche, et ce qui ne va pas : évanouissement, explosion, saturation, neurones morts',
  'tab.worked.hint': 'La prochaine mise à jour pour un point, ou un pas d’une cellule, nombre par nombre',
  'tab.shapes.hint': 'Lignes et colonnes de toutes les matrices, comme en 6.1 à 6.3',
  'tab.equations.hint': 'Les formules de ce réseau, sous leurs numéros du mémoire',
  'tab.activations.hint': 'Les fonctions de la figure 1 et la pente de la figure 2',
  'tab.warped.hint': 'Le plan tel que le voit une couche cachée : ses A comme coordonnées',
  'tab.surface.hint': 'Le coût selon w₁ et w₂, et la descente de (2)',
  'tab.weights.hint': 'Tous les poids W et biais b en nombres, à lire et à modifier',
  'gradients.layer.hint': 'À partir de la sortie : le chemin du gradient',
  'gradients.norm.hint': 'La longueur du gradient, ‖∂L/∂W‖, (25) et (28) : de combien cette couche est déplacée',
  'gradients.gain.hint': '‖dZ‖ ici divisé par celui de la couche suivante, dZ étant le delta de (24) et (27). Au-dessous de 1, le gradient rétrécit',
  'gradients.factors.hint': 'Les deux facteurs de (27) : les poids Wᵀ·dZ, et la pente de l’activation, A(1 − A) pour une sigmoïde',
  'worked.point.hint': 'Quel point i parmi les m est calculé',
  'worked.decimals.hint': 'À combien de décimales chaque ligne est arrondie',
  'worked.blank.hint': 'Laisse les résultats à compléter',
  'worked.latex.hint': 'La feuille, pour un document LaTeX',
  'worked.markdown.hint': 'La feuille, pour un carnet ou un forum',
  'warped.layer.hint': 'La couche l dont A est dessiné',
  'warped.across.hint': 'Le neurone dont la réponse va de gauche à droite',
  'warped.up.hint': 'Le neurone dont la réponse va de bas en haut',
  'warped.bend.hint': 'Du plan tel qu’il est à ce que la couche en fait',
  'warped.play.hint': 'Mène le curseur d’un bout à l’autre',
  'activations.x.hint': 'Ce que reçoivent les fonctions : Z dans un neurone',
  'weights.hint': 'Une ligne par neurone : le biais b, puis les poids W. Entrée ou un clic ouvre un nombre',
  'edit.which.hint': 'Le biais de ce neurone, ou l’un de ses poids',
  'edit.value.hint': 'L’apprentissage repart de la nouvelle valeur',
  'group.run.hint': 'D’où part l’apprentissage, et ce qui l’arrête',
  'group.network.hint': 'Activation de chaque couche, premiers poids, sortie A',
  'group.loss.hint': 'Ce que l’on fait baisser : L, et ce qu’on y ajoute pour garder de petits poids',
  'group.optimizer.hint': 'Ce que l’optimiseur garde des pas précédents, et la longueur permise',
  'group.schedule.hint': 'Comment α change en cours d’apprentissage',
  'group.samples.hint': 'Dans quel ordre viennent les points',
  'tab.flow.hint': 'Ce que chaque pas reçoit de l’erreur : ‖∂L/∂hₜ‖',
};
