// The curves and event stamps received so far. Frames carry a delta from a cursor, or everything after
// the server thinned its history; applying every frame in order loses nothing.

class Curve {
  constructor() {
    this.x = new Float64Array(256); // step
    this.y = new Float32Array(256); // value
    this.length = 0;
  }

  append(from, x, y) {
    const length = from + x.length;
    if (length > this.x.length) {
      const room = Math.max(length, 2 * this.x.length);
      this.x = grown(this.x, room);
      this.y = grown(this.y, room);
    }
    this.x.set(x, from);
    this.y.set(y, from);
    this.length = length;
  }
}

function grown(array, room) {
  const bigger = new array.constructor(room);
  bigger.set(array);
  return bigger;
}

export class History {
  constructor() {
    this.curves = new Map();
    this.events = [];
    this.version = null;
    this.revision = 0; // rises with every change, so that a chart knows whether it is stale
    this.eventRevision = 0;
  }

  apply(news, arrays) {
    if (!news) return;
    if (news.version !== this.version) {
      this.curves.clear();
      this.version = news.version;
      this.revision += 1;
    }
    for (const [name, { from }] of Object.entries(news.curves ?? {})) {
      const x = arrays[`curve.${name}.x`];
      const y = arrays[`curve.${name}.y`];
      if (!x || !y) continue;
      if (!this.curves.has(name)) this.curves.set(name, new Curve());
      const curve = this.curves.get(name);
      if (x.length || curve.length !== from) this.revision += 1;
      curve.append(from, x, y);
    }
    const { from, items } = news.events ?? {};
    if (from !== undefined && (items?.length || from !== this.events.length)) {
      this.events.length = Math.min(from, this.events.length);
      this.events.push(...(items ?? []));
      this.eventRevision += 1;
      this.revision += 1;
    }
  }

  /** The last value of a curve, or null. */
  last(name) {
    const curve = this.curves.get(name);
    return curve?.length ? curve.y[curve.length - 1] : null;
  }
}
