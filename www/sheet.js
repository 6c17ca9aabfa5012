// @ts-check
// A worked example as it stands on paper: its parts, and how each line is written, with any pen.

/**
 * @typedef {import("./pkg/neurone.js").WorkedLine} WorkedLine
 * @typedef {import("./pkg/neurone.js").WorkedSymbol} WorkedSymbol
 * @typedef {import("./pkg/neurone.js").WorkedExpression} WorkedExpression
 * @typedef {import("./words.js").Words} Words
 */

/** @typedef {"letters" | "numbers" | "gaps"} Mode in gaps, what is to be found is left out */
/**
 * @template T
 * @typedef {object} Pen what an expression is written with
 * @property {(symbol: WorkedSymbol) => T} symbol
 * @property {(digits: string) => T} number with its sign
 * @property {() => T} gap a place to fill in
 * @property {(sign: string) => T} sign with the space around it
 * @property {(...parts: T[]) => T} row
 * @property {(inner: T) => T} brackets
 * @property {(above: T, below: T) => T} fraction
 * @property {(inner: T) => T} square
 * @property {(inner: T) => T} root
 * @property {(base: T, exponent: T) => T} power
 * @property {(name: string, inner: T) => T} call
 * @property {(inner: T) => T} positive the larger of it and 0
 */

/**
 * @typedef {object} Group consecutive lines of one stage
 * @property {WorkedLine["stage"]} stage
 * @property {number | null} point the one that they belong to, where several are worked out
 * @property {WorkedLine[]} lines
 */

/**
 * The lines stage by stage, where several points are worked out also point by point.
 * @param {WorkedLine[]} lines
 */
export function groupsOf(lines) {
  const several = lines.some(({ kind, symbol }) => kind === 'target' && symbol.point !== null);
  /** @type {Group[]} */
  const groups = [];
  for (const line of lines) {
    const point = several && line.stage !== 'given' ? line.symbol.point : null;
    const last = groups.at(-1);
    if (last && last.stage === line.stage && last.point === point) last.lines.push(line);
    else groups.push({ stage: line.stage, point, lines: [line] });
  }
  return groups;
}

/** @typedef {{ op: string, of: WorkedExpression[] }} Operation */
/** @param {WorkedExpression} expression @returns {WorkedExpression[]} */
const inside = (expression) => ('of' in expression ? expression.of : []);

/** Whether it is written with a minus in front. @param {WorkedExpression} expression @param {Mode} mode @returns {boolean} */
function isSigned(expression, mode) {
  if ('digits' in expression) return (mode === 'numbers' || !expression.symbol) && expression.digits.startsWith('-');
  const [first] = expression.of;
  if (expression.op === 'negative') return true;
  return expression.op === 'product' && first !== undefined && first.op !== 'sum' && isSigned(first, mode);
}

/** The same without that minus. @param {WorkedExpression} expression @param {Mode} mode @returns {WorkedExpression} */
function unsigned(expression, mode) {
  if ('digits' in expression) return { ...expression, digits: expression.digits.slice(1) };
  const [first, ...rest] = expression.of;
  if (!first) return expression;
  if (expression.op === 'product') return { op: 'product', of: [unsigned(first, mode), ...rest] };
  return first.op === 'sum' || isSigned(first, mode) ? { op: 'brackets', of: [first] } : first;
}

/**
 * The terms of a sum with the sign that stands before each; of anything else, the one.
 * @param {WorkedExpression} expression
 * @param {Mode} mode
 * @returns {{ sign: "" | "+" | "−", term: WorkedExpression }[]}
 */
export function termsOf(expression, mode) {
  /** @type {(one: WorkedExpression) => WorkedExpression[]} */
  const flat = (one) => (one.op === 'sum' ? inside(one).flatMap(flat) : [one]);
  return flat(expression).map((term, i) => {
    if (i === 0) return { sign: '', term };
    return isSigned(term, mode) ? { sign: '−', term: unsigned(term, mode) } : { sign: '+', term };
  });
}

/**
 * @template T
 * @param {WorkedExpression} expression
 * @param {Mode} mode
 * @param {Pen<T>} pen
 * @returns {T}
 */
export function write(expression, mode, pen) {
  const pencil = (/** @type {WorkedExpression} */ one) => write(one, mode, pen);
  if ('digits' in expression) {
    if (!expression.symbol || mode === 'numbers') return pen.number(expression.digits);
    return mode === 'letters' ? pen.symbol(expression.symbol) : pen.gap();
  }
  const [first, second] = expression.of;
  if (!first) return pen.row();
  switch (expression.op) {
    case 'sum':
      return pen.row(
        ...termsOf(expression, mode).flatMap(({ sign, term }) =>
          sign ? [pen.sign(` ${sign} `), pencil(term)] : [pencil(term)],
        ),
      );
    case 'product':
      return pen.row(
        ...expression.of.flatMap((factor, i) => {
          const bare = factor.op !== 'sum' && (i === 0 || !isSigned(factor, mode));
          const one = bare ? pencil(factor) : pen.brackets(pencil(factor));
          return i === 0 ? [one] : [pen.sign(mode === 'letters' ? '\u2009' : ' · '), one];
        }),
      );
    case 'negative':
      return pen.row(pen.sign('−'), pencil(unsigned(expression, mode)));
    case 'brackets':
      return pen.brackets(pencil(first));
    case 'quotient':
      return pen.fraction(pencil(first), second ? pencil(second) : pen.row());
    case 'square':
      return pen.square(pencil(first));
    case 'root':
      return pen.root(pencil(first));
    case 'power':
      return pen.power(pencil(first), second ? pencil(second) : pen.row());
    case 'positive':
      return pen.positive(pencil(first));
    default:
      return pen.call(expression.op, pencil(first));
  }
}

/**
 * @typedef {object} Written the steps of a line, each after a sign
 * @property {{ sign: "=" | "≈", expression: WorkedExpression, mode: Mode }[]} steps
 * @property {{ sign: "=" | "≈", digits: string | null } | null} result `null` where the last step is it;
 *   without digits it is to be found
 * @property {WorkedLine["condition"]} why
 */

/**
 * What a line says after its name: in letters, in numbers, and what comes out.
 * @param {WorkedLine} line
 * @param {boolean} blank whether what is to be found is left out
 * @returns {Written}
 */
export function stepsOf({ expression, condition, rounded, result }, blank) {
  if (!expression) return { steps: [], result: { sign: '=', digits: result }, why: null };
  // How a line with cases goes on would tell which case it is.
  if (blank && condition) return { steps: [], result: { sign: '=', digits: null }, why: null };
  /** @type {Mode[]} */
  const modes = ['letters', blank ? 'gaps' : 'numbers'];
  const [letters, numbers] = modes.map((mode) => write(expression, mode, plain));
  const steps = (letters === numbers ? modes.slice(1) : modes).map((mode) => ({ sign: /** @type {const} */ ('='), expression, mode }));
  const same = !rounded && numbers === (blank ? GAP : result);
  return {
    steps,
    result: same ? null : { sign: rounded ? '≈' : '=', digits: blank ? null : result },
    why: condition,
  };
}

const GAP = '…';

/** A pen for plain text with the digits as they are. @type {Pen<string>} */
const plain = {
  symbol: ({ name, point, others }) => (others ? `∑ ${name.replace(`(≠${point})`, `(i≠${point})`)}` : name),
  number: (digits) => digits,
  gap: () => GAP,
  sign: (sign) => (sign === '\u2009' ? ' · ' : sign),
  row: (...parts) => parts.join(''),
  brackets: (inner) => `(${inner})`,
  fraction: (above, below) => `(${above}) / ${below}`,
  square: (inner) => `(${inner})²`,
  root: (inner) => `√(${inner})`,
  power: (base, exponent) => `${base}^${exponent}`,
  call: (name, inner) => `${name}(${inner})`,
  positive: (inner) => `max(0; ${inner})`,
};

/**
 * The line as text.
 * @param {WorkedLine} line
 * @param {boolean} blank
 * @param {Words} words
 */
export function textOf(line, blank, words) {
  const pen = { ...plain, number: (/** @type {string} */ digits) => words.digits(digits) };
  const { steps, result, why } = stepsOf(line, blank);
  const parts = [plain.symbol(line.symbol), ...steps.map(({ sign, expression, mode }) => `${sign} ${write(expression, mode, pen)}`)];
  if (result) parts.push(`${result.sign} ${result.digits === null ? GAP : words.digits(result.digits)}`);
  if (why) parts.push(`(${write(why.left, 'letters', pen)} ${why.relation} ${words.digits(why.right)})`);
  if (line.gap !== null) parts.push(`(Δ = ${words.digits(line.gap)})`);
  return parts.join(' ');
}

/**
 * The point that tells most: the one that is most clearly wrong; where all are right, the least sure one.
 * @param {{ right: boolean, sure: number }[]} answers of the points to choose from
 */
export function tellingPoint(answers) {
  const score = (/** @type {{ right: boolean, sure: number }} */ { right, sure }) => (right ? -sure : 1 + sure);
  let best = 0;
  answers.forEach((answer, i) => {
    const leader = answers[best];
    if (leader && score(answer) > score(leader)) best = i;
  });
  return best;
}
