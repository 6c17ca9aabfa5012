// @ts-check
// The cell as a picture: its parts, and what flows through them at the step under the cursor. It is one tab
// stop; arrow keys walk from part to part in the order x, f, i, g, o, c, h.

import { h, rove, stop, svg } from '../dom.js';
import { tint } from '../links.js';
import { BOX, CROSSING, HEIGHT, RADIUS, WIDTH, planOf } from './cellplan.js';
import { fullness } from './cellvalues.js';
import { inputText, lookedAt, partName, pin, pinOf } from './look.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("./cellplan.js").Plan} Plan
 * @typedef {import("./cellvalues.js").Moment} Moment
 */

/** What gates can be pinned to by a key. @type {Record<string, number | null>} */
const KEYS = { 0: 0, 1: 1, Backspace: null, Delete: null };

/**
 * @param {App} app
 * @param {(part: string | null, kept: boolean) => void} looked a part is pointed at, or kept; `null` for none
 */
export function cellPicture(app, looked) {
  const { words, session } = app;
  const picture = svg('svg', { class: 'cell-picture', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'group' });
  const twin = h('ul', { class: 'unseen' });
  /** @type {ReturnType<typeof build> | null} */
  let built = null;
  let shown = '';
  let kept = '';
  const parts = () =>
    /** @type {HTMLElement[]} */ (/** @type {unknown} */ ([...picture.querySelectorAll('.part')]));
  const mark = () => {
    for (const part of parts()) part.setAttribute('aria-pressed', String(part.dataset.part === kept));
  };
  const keep = (/** @type {string} */ part) => {
    kept = part;
    mark();
    looked(part || null, true);
  };
  const rebuild = () => {
    const { cell } = session.description?.current ?? {};
    if (!cell || cell === 'none' || cell === shown) return;
    const before = shown;
    shown = cell;
    built = build(app, picture, cell, before);
    picture.setAttribute('aria-label', words.t('cell.label', { cell: words.t(`name.${cell}`) }));
    const all = parts();
    stop(all, all.find((part) => part.dataset.part === kept) ?? all[0]);
    if (!built.plan.parts.includes(kept)) keep('');
    mark();
    // The gates are others.
    if (before && app.view.through.pins.length) app.show({ through: { ...app.view.through, pins: [] } });
  };
  listen(app, picture, parts, looked, keep);
  return {
    element: h('div', { class: 'cell-view' }, picture, twin),
    update: rebuild,
    draw() {
      const look = lookedAt(app);
      if (!look || !built) return;
      built.draw(look.moment);
      const lines = built.plan.parts.map((part) => partName(app, part, look.moment));
      if (twin.childElementCount !== lines.length) twin.replaceChildren(...lines.map(() => h('li', {})));
      [...twin.children].forEach((one, k) => void (one.textContent = lines[k] ?? ''));
    },
  };
}

/**
 * Hover shows a part, focus or a tap keeps it, Escape lets it go; 0 and 1 pin its gate, Backspace releases it.
 * @param {App} app
 * @param {SVGElement} picture
 * @param {() => HTMLElement[]} parts
 * @param {(part: string | null, kept: boolean) => void} looked
 * @param {(part: string) => void} keep
 */
function listen(app, picture, parts, looked, keep) {
  const partOf = (/** @type {Event} */ event) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('.part'));
  picture.addEventListener('pointerover', (event) => looked(partOf(event)?.dataset.part ?? null, false));
  picture.addEventListener('pointerleave', () => looked(null, false));
  picture.addEventListener('focusin', (event) => {
    stop(parts(), partOf(event) ?? parts()[0]);
    keep(partOf(event)?.dataset.part ?? '');
  });
  picture.addEventListener('click', (event) => {
    const part = partOf(event);
    if (part) part.focus({ preventScroll: true });
    else keep('');
  });
  picture.addEventListener('keydown', (event) => {
    const part = partOf(event)?.dataset.part;
    if (!part || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') keep('');
    else if (event.key === 'Enter' || event.key === ' ') keep(part);
    else if (event.key in KEYS) pin(app, part, KEYS[event.key] ?? null);
    else return;
    event.preventDefault();
    // The page's own keys, such as the space bar, are not meant.
    event.stopPropagation();
  });
  rove(/** @type {HTMLElement} */ (/** @type {unknown} */ (picture)), parts);
}

/**
 * Puts a cell into the picture. A part that the cell before lacked grows in, one that it had fades out.
 * @param {App} app
 * @param {SVGElement} picture
 * @param {string} cell
 * @param {string} before
 */
function build(app, picture, cell, before) {
  const plan = planOf(cell);
  const had = before ? planOf(before).parts : plan.parts;
  const leaving = [...picture.children]
    .filter((one) => !one.matches('.leaving'))
    .flatMap((one) => [...one.children])
    .filter((one) => !plan.parts.includes(one.getAttribute('data-part') ?? ''));
  const old = svg(
    'g',
    { 'class': 'leaving', 'aria-hidden': 'true' },
    ...leaving.filter((one) => one.hasAttribute('data-part')),
  );
  const of = (/** @type {string} */ part, name = '') => ({
    'data-part': part,
    'class': `${name} of-${part || 'all'}${had.includes(part) || !part ? '' : ' entering'}`,
  });
  const casings = plan.lines.map(({ part, d, kind = '' }) => svg('path', { ...of(part, kind), d }));
  const fills = plan.lines.map(({ part, d, kind = '' }) => svg('path', { ...of(part, kind), d }));
  const halo = plan.parts.includes('c') ? [svg('path', { d: `M${CROSSING.x} ${CROSSING.y - 8}v16` })] : [];
  const under = plan.lines.map((line) => line.kind !== 'over');
  const layerOf = (/** @type {string} */ name, /** @type {SVGElement[]} */ all) =>
    svg('g', { 'class': name, 'aria-hidden': 'true' }, ...all);
  const readings = plan.readings.map(({ value, x, y, anchor }) => ({
    value,
    element: svg('text', { x, y, 'text-anchor': anchor }),
  }));
  const parts = plan.parts.map((part) => ({ name: part, element: target(plan, part, of(part, 'part')) }));
  const signs = plan.nodes.map((node) => ({ node, element: sign(node, of(node.part, `sign ${node.kind}`)) }));
  const gates = plan.nodes
    .filter(({ kind }) => kind === 'box')
    .map(({ part, x, y }) => svg('text', { ...of(part, 'gate'), x: x + BOX.x + 5, y: y + 5 }, part));
  picture.replaceChildren(
    old,
    layerOf(
      'casings',
      casings.filter((_, k) => under[k]),
    ),
    layerOf(
      'fills',
      fills.filter((_, k) => under[k]),
    ),
    layerOf('halos', halo),
    layerOf(
      'casings',
      casings.filter((_, k) => !under[k]),
    ),
    layerOf(
      'fills',
      fills.filter((_, k) => !under[k]),
    ),
    layerOf('names', plan.names.map(name)),
    layerOf(
      'readings from-2',
      readings.map(({ element }) => element),
    ),
    svg('g', {}, ...parts.map(({ element }) => element)),
    layerOf('signs', [...signs.map(({ element }) => element), ...gates]),
  );
  old.addEventListener('animationend', () => old.remove());
  if (!leaving.length || !getComputedStyle(old).animationDuration.match(/[1-9]/)) old.remove();
  return {
    plan,
    /** @param {Moment} moment */
    draw(moment) {
      plan.lines.forEach(({ value, part }, k) => {
        const share = value === null ? NaN : fullness(moment, value);
        fills[k]?.setAttribute('stroke', Number.isFinite(share) ? tint(app, share) : 'currentColor');
        fills[k]?.classList.toggle('idle', value === null && pinOf(app, part) !== null);
      });
      for (const { value, element } of readings)
        element.textContent =
          value === 'x' ? inputText(app, moment) : app.words.fixed(moment.values[value] ?? NaN, 2);
      for (const { name, element } of parts) {
        element.setAttribute('aria-label', partName(app, name, moment));
        element.classList.toggle('pinned', pinOf(app, name) !== null);
      }
      for (const { node, element } of signs.filter(({ node }) => node.kind === 'box')) {
        const pinned = pinOf(app, node.part);
        element.textContent = pinned === null ? node.sign : String(pinned);
        element.classList.toggle('pinned', pinned !== null);
      }
    },
  };
}

/** The name of an end, such as h with t − 1 below. @param {import("./cellplan.js").Name} name */
function name({ base, sub, x, y, anchor }) {
  return svg(
    'text',
    { x, y, 'text-anchor': anchor, 'class': `of-${base}` },
    base,
    svg('tspan', { dy: 4, class: 'sub' }, sub),
  );
}

/**
 * What can be pointed at of a part: its nodes, and wide over its lines.
 * @param {Plan} plan
 * @param {string} part
 * @param {import("../dom.js").Attributes} attributes
 */
function target({ lines, nodes }, part, attributes) {
  return svg(
    'g',
    { ...attributes, role: 'button', tabindex: -1 },
    ...lines.filter((line) => line.part === part).map(({ d }) => svg('path', { d, class: 'hit' })),
    ...nodes.filter((node) => node.part === part).map(shape),
  );
}

/** @param {import("./cellplan.js").Node} node */
function shape({ kind, x, y }) {
  if (kind === 'circle') return svg('circle', { cx: x, cy: y, r: RADIUS });
  const half = kind === 'pill' ? { x: 22, y: 14 } : kind === 'weights' ? { x: 12, y: 10 } : BOX;
  const size = { width: 2 * half.x, height: 2 * half.y, rx: kind === 'pill' ? 14 : 4 };
  return svg('rect', { x: x - half.x, y: y - half.y, ...size, class: kind });
}

/**
 * @param {import("./cellplan.js").Node} node
 * @param {import("../dom.js").Attributes} attributes
 */
function sign({ kind, x, y, sign }, attributes) {
  return svg(
    'text',
    { ...attributes, x, 'y': y + (kind === 'circle' ? 6 : 5), 'text-anchor': 'middle' },
    sign,
  );
}
