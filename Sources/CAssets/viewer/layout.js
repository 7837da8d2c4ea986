// Where the nodes of a graph stand: springs along the links, repulsion between all, a pull to the middle. A grid keeps the repulsion cheap, and
// the cooling ends it: the same graph always comes out the same.

export function place(nodes, links, previous = new Map()) {
  // A sunflower: evenly spread, and no two in one place.
  nodes.forEach((node, index) => {
    const known = previous.get(node.uri);
    const [angle, radius] = [index * 2.399963, 14 * Math.sqrt(index + 1)];
    node.x = known ? known.x : Math.cos(angle) * radius;
    node.y = known ? known.y : Math.sin(angle) * radius;
    node.vx = node.vy = 0;
  });
  const heat = nodes.every(node => previous.has(node.uri)) ? 0.15 : 1;
  return {nodes, links, heat};
}

const reach = 150;

/** One step; returns how much is still moving, 0...1. */
export function step(layout) {
  const {nodes, links} = layout;
  const heat = layout.heat;
  const cells = new Map();
  for (const node of nodes) {
    const key = `${Math.floor(node.x / reach)},${Math.floor(node.y / reach)}`;
    if (cells.has(key)) cells.get(key).push(node); else cells.set(key, [node]);
  }
  for (const node of nodes) {
    const [column, row] = [Math.floor(node.x / reach), Math.floor(node.y / reach)];
    for (let i = column - 1; i <= column + 1; i += 1) {
      for (let j = row - 1; j <= row + 1; j += 1) {
        for (const other of cells.get(`${i},${j}`) || []) {
          if (other === node) continue;
          let dx = node.x - other.x, dy = node.y - other.y;
          const square = dx * dx + dy * dy || 0.01;
          if (square > reach * reach) continue;
          const force = heat * 520 / square;
          node.vx += dx * force / 6;
          node.vy += dy * force / 6;
        }
      }
    }
    node.vx -= node.x * 0.012 * heat;
    node.vy -= node.y * 0.012 * heat;
  }
  for (const link of links) {
    const [from, to] = [nodes[link.from], nodes[link.to]];
    const dx = to.x - from.x, dy = to.y - from.y;
    const distance = Math.sqrt(dx * dx + dy * dy) || 0.1;
    const length = 46 + 5 * Math.sqrt(Math.min(from.degree, to.degree));
    // A hub is held by many: each pulls it less.
    const pull = heat * 0.28 * (distance - length) / distance;
    const [a, b] = [to.degree / (from.degree + to.degree || 1), from.degree / (from.degree + to.degree || 1)];
    from.vx += dx * pull * a; from.vy += dy * pull * a;
    to.vx -= dx * pull * b; to.vy -= dy * pull * b;
  }
  for (const node of nodes) {
    if (node.held) { node.vx = node.vy = 0; continue; }
    const speed = Math.sqrt(node.vx * node.vx + node.vy * node.vy);
    const most = 40 * heat + 2;
    if (speed > most) { node.vx *= most / speed; node.vy *= most / speed; }
    node.x += node.vx; node.y += node.vy;
    node.vx *= 0.55; node.vy *= 0.55;
  }
  layout.heat *= 0.985;
  return layout.heat < 0.02 ? 0 : layout.heat;
}

const meets = (one, other) => one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;

/** Labels that do not lie on one another: the most important first, each only where there is room for it. */
export function labels(candidates, measure, {width: right, nodes}) {
  const taken = [...nodes];
  const shown = [];
  for (const candidate of candidates) {
    const width = measure(candidate.text);
    // Below, above, right, left of the node.
    const places = [[-width / 2, candidate.radius + 4], [-width / 2, -candidate.radius - 17], [candidate.radius + 5, -7], [-candidate.radius - 5 - width, -7]];
    const boxes = places.map(([dx, dy]) => ({x: candidate.x + dx - 3, y: candidate.y + dy, w: width + 6, h: 15})).filter(box => box.x >= 2 && box.x + box.w <= right - 2);
    // What matters most may lie over nodes that matter little, never over another label.
    const box = boxes.find(one => !taken.some(other => meets(one, other))) || (candidate.isImportant && boxes.find(one => !shown.some(other => meets(one, other.box))));
    if (!box) continue;
    taken.push(box);
    shown.push({...candidate, box});
  }
  return shown;
}
