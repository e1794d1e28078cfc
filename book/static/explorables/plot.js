// What figures that can be dragged are drawn with: strings of SVG, made without a page, so that the
// same code draws the still pictures for paper (tools/draw_stills.py).
const explorables = {}; // what each figure is, by name

const drawing = (() => {
  const clamp = (value, [low, high]) => Math.min(high, Math.max(low, value));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  function power(exponent) {
    const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[digit]);
    return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
  }

  // A number as it is read: 0.95, −1.1, 3.2×10⁷.
  function number(value, digits = 3) {
    if (!Number.isFinite(value)) return "∞";
    const size = Math.abs(value);
    if (size > 0 && (size < 1e-3 || size >= 1e5)) {
      const [mantissa, exponent] = value.toExponential(1).split("e");
      return `${mantissa}×${power(+exponent)}`.replace("-", "−");
    }
    return String(+value.toPrecision(digits)).replace("-", "−");
  }

  // Round numbers within a range, about one every 60 pixels.
  function ticks([low, high], pixels) {
    const rough = ((high - low) * 60) / pixels;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find((m) => m * unit >= rough) * unit;
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  }

  // The coordinates of a drawing and its marks, which are strings of SVG: no page is needed.
  function plot({ width, height, x, y, log = false, left = 40, top = 27, bottom = 38 }) {
    const right = 14;
    const inner = { width: width - left - right, height: height - top - bottom };
    const [low, high] = log ? y.map(Math.log10) : y;
    const px = (a) => left + ((a - x[0]) / (x[1] - x[0])) * inner.width;
    const py = (b) => top + ((high - (log ? Math.log10(b) : b)) / (high - low)) * inner.height;
    const round = (v) => +clamp(v, [-1e4, 1e4]).toFixed(1); // far outside is far enough
    const place = ([a, b]) => [round(px(a)), round(py(log ? Math.max(b, 1e-99) : b))];
    const known = (points) => points.filter((point) => point.every((v) => !Number.isNaN(v)));
    const line = (points, kind) =>
      `<path class="${kind}" d="M${known(points).map(place).join("L")}"/>`;
    const write = ([a, b], text, anchor = "middle") =>
      `<text x="${round(a)}" y="${round(b)}" text-anchor="${anchor}">${text}</text>`;
    const floor = top + inner.height;
    return {
      x,
      y,
      width,
      px,
      py,
      place,
      line,
      write,
      floor,
      top,
      from: ([a, b]) => {
        const up = high - ((b - top) / inner.height) * (high - low);
        return [x[0] + ((a - left) / inner.width) * (x[1] - x[0]), log ? 10 ** up : up];
      },
      dots: (points, kind = "dot", r = 3) =>
        known(points)
          .map(place)
          .map(([a, b]) => `<circle class="${kind}" cx="${a}" cy="${b}" r="${r}"/>`)
          .join(""),
      // What would leave the axes is cut off.
      within: (marks) => {
        const place = `x="${left}" y="${top}" width="${inner.width}" height="${inner.height}"`;
        const view = `${left} ${top} ${inner.width} ${inner.height}`;
        return `<svg ${place} viewBox="${view}">${marks}</svg>`;
      },
      axes(xLabel, yLabel) {
        const marks = ticks(x, inner.width).map((a) => write([px(a), floor + 16], number(a)));
        for (const b of ticks([low, high], inner.height * 1.4)) {
          if (log && b % 1) continue;
          const value = log ? 10 ** b : b;
          marks.push(write([left - 6, py(value) + 4], log ? power(b) : number(b), "end"));
          marks.push(
            line(
              [
                [x[0], value],
                [x[1], value],
              ],
              "grid",
            ),
          );
        }
        marks.push(write([left + inner.width / 2, floor + 34], xLabel));
        marks.push(write([left, top - 13], yLabel));
        return `<g class="axes">${line(
          [
            [x[0], y[0]],
            [x[1], y[0]],
          ],
          "axis",
        )}${marks.join("")}</g>`;
      },
      contour: (f, levels, num = [40, 80]) => contour(f, levels, x, y, num, place),
    };
  }

  // Contour lines, cell by cell of a grid: a level crosses no side of it, or two, or four.
  function contour(f, levels, x, y, num, place) {
    const across = num[0] + 1;
    const at = ([low, high], i, n) => low + ((high - low) * i) / n;
    const grid = Array.from({ length: across * (num[1] + 1) }, (_, k) => {
      const point = [at(x, k % across, num[0]), at(y, Math.floor(k / across), num[1])];
      return { point, value: f(point) };
    });
    let path = "";
    const cross = (corners, level) => {
      const ends = [];
      corners.forEach((p, i) => {
        const q = corners[(i + 1) % 4];
        if (p.value < level === q.value < level) return;
        const share = (level - p.value) / (q.value - p.value);
        ends.push(place(p.point.map((v, j) => v + share * (q.point[j] - v))));
      });
      for (let i = 0; i < ends.length; i += 2) path += `M${ends[i]}L${ends[i + 1]}`;
    };
    for (let k = 0; k < across * num[1]; k++) {
      if (k % across === num[0]) continue;
      const [a, b, c, d] = [k, k + 1, k + across, k + across + 1].map((i) => grid[i]);
      levels.forEach((level) => cross([a, b, d, c], level));
    }
    return `<path class="contour" d="${path}"/>`;
  }

  const size = ({ height, shape, least = 0 }, width) => ({
    width,
    height: height ?? Math.max(least, Math.round(width * shape)),
  });

  // The same drawing as a picture by itself, for paper and for where no scripts run.
  function still(definition, text, width = 640) {
    const state = { ...definition.start };
    let [x, y, row, marks] = [0, 0, 0, ""];
    for (const panel of definition.panels) {
      const room = size(panel, panel.wide ? width : width / 2);
      const drawing = plot({ ...room, ...panel.view(state) });
      const knobs = (panel.handles ?? []).map((handle) => handle.at(state));
      const inside = panel.draw(drawing, state, text) + drawing.dots(knobs, "knob", 8);
      marks += `<g transform="translate(${x} ${y})">${inside}</g>`;
      [x, row] = [x + room.width, room.height];
      if (x >= width) [x, y] = [0, y + row];
    }
    return { marks, width, height: y };
  }

  return { number, fill, clamp, plot, size, still };
})();
