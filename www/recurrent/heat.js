// @ts-check
// A matrix as a picture: one tab stop, arrow keys or the pointer walk over its weights, Enter or a click
// opens the one under the cursor for writing.

import { h, place } from '../dom.js';
import { cell as number } from '../edit.js';
import { largest } from '../state.js';
import { weightName } from '../weights.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../pkg/neurone.js").Matrix} Matrix
 */

/** Steps of the arrow keys: rows and columns. @type {Record<string, [number, number]>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * @param {App} app
 * @param {Matrix} matrix
 * @param {number} unit the row of the cell that is looked at
 */
export function heat(app, matrix, unit) {
  const { words } = app;
  const { name, rows, columns, offset } = matrix;
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const grid = h(
    'button',
    { type: 'button', class: 'heat-grid' },
    canvas,
    h('span', { class: 'heat-row' }),
    h('span', { class: 'heat-cursor' }),
  );
  const readout = h('p', { class: 'heat-readout' });
  let [row, column] = [unit, 0];
  let written = NaN;
  const index = () => offset + row * columns + column;
  const value = () => app.session.picture?.parameters[index()] ?? NaN;
  const write = () => {
    written = value();
    const text = weightName(matrix, index());
    place(grid, {
      '--row': String(row),
      '--column': String(column),
      '--unit': String(unit),
      '--rows': String(rows),
      '--columns': String(columns),
    });
    grid.setAttribute(
      'aria-label',
      words.t('cell.weight', {
        matrix: `${name} (${rows} × ${columns})`,
        name: text,
        value: words.fixed(written, 4),
      }),
    );
    readout.replaceChildren(`${text} = `, number(app, index(), text, written, h('span', {})));
  };
  const editing = () => readout.querySelector('input') !== null;
  const open = () => readout.querySelector('button')?.click();
  const point = (/** @type {PointerEvent | MouseEvent} */ event) => {
    const box = canvas.getBoundingClientRect();
    const inside = (/** @type {number} */ share, /** @type {number} */ n) =>
      Math.max(0, Math.min(n - 1, Math.floor(share * n)));
    row = inside((event.clientY - box.top) / box.height, rows);
    column = inside((event.clientX - box.left) / box.width, columns);
    write();
  };
  grid.addEventListener('pointermove', (event) => void (editing() || point(event)));
  grid.addEventListener('click', (event) => {
    // A key presses the button nowhere.
    if (event.detail > 0) point(event);
    open();
  });
  grid.addEventListener('keydown', (event) => {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    row = (row + move[0] + rows) % rows;
    column = (column + move[1] + columns) % columns;
    write();
  });
  write();
  return {
    element: h(
      'figure',
      { class: 'heat' },
      h('figcaption', {}, `${name} (${rows} × ${columns})`),
      grid,
      readout,
    ),
    /** @param {Float64Array} parameters */
    draw(parameters) {
      const values = parameters.subarray(offset, offset + rows * columns);
      const most = largest(values);
      app.pens.draw_boundary(canvas, app.theme, values, columns, rows, -most, most);
      // While it trains the number would only flicker.
      if (value() === written || app.session.playing) return;
      const typed = readout.querySelector(':focus') !== null;
      write();
      if (typed) grid.focus();
    },
  };
}
