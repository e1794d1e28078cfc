// 7.2: gradient descent on the parabola L x²/2; the learning rate is dragged past 2/L.
{
  const STEPS = 20;
  const { number, fill } = drawing;

  const height = (state, x) => (state.curvature * x ** 2) / 2;
  const path = (state) =>
    optimisers
      .descend(([x]) => [state.curvature * x], "gradient_descent", [state.x], STEPS, state)
      .map(([x]) => x);

  function kindOf({ lr, curvature }) {
    const times = lr * curvature;
    const near = (value) => Math.abs(times - value) < 1e-9;
    if (near(0)) return "stays";
    if (near(1)) return "hits";
    if (near(2)) return "swings";
    return times < 1 ? "walks" : times < 2 ? "jumps" : "diverges";
  }

  const rate = {
    wide: true,
    height: 94,
    view: () => ({ x: [0, 2.2], y: [0, 1], top: 8 }),
    draw(plot, { curvature }, text) {
      const ends = [0, 1 / curvature, 2 / curvature, plot.x[1]];
      const zones = ["walks", "jumps", "diverges"].map((kind, i) => {
        const [from, to] = [plot.px(ends[i]), plot.px(ends[i + 1])];
        const name = text[`${kind}Name`];
        const letters = [...name].reduce((sum, c) => sum + (c > "\u2e80" ? 14 : 7), 12);
        const shown = letters < to - from ? plot.write([(from + to) / 2, plot.top + 16], name) : "";
        const place = `x="${from}" y="${plot.top}" width="${to - from}" height="46"`;
        return `<rect class="zone-${kind}" ${place}/>${shown}`;
      });
      const limits = ["1/L", "2/L"].map((name, i) => {
        const at = ends[i + 1];
        return (
          plot.line(
            [
              [at, 0],
              [at, 1],
            ],
            "limit",
          ) + plot.write([plot.px(at), plot.floor + 34], name)
        );
      });
      const below = (v) => plot.write([plot.px(v), plot.floor + 16], number(v));
      const numbers = [0, 0.5, 1, 1.5, 2].map(below);
      const eta = plot.write([30, 36], "η", "end");
      return `<g class="axes">${[...zones, ...limits, ...numbers, eta].join("")}</g>`;
    },
    handles: [
      {
        name: "lr",
        at: ({ lr }) => [lr, 0.32],
        to: (state, [lr]) => ({ lr }),
        x: [0, 2.2],
        step: 0.01,
        shown: ({ lr }) => number(lr),
      },
    ],
  };

  const parabola = {
    shape: 0.74,
    view: () => ({ x: [-3, 3], y: [0, 10] }),
    draw(plot, state) {
      const xs = Array.from({ length: 121 }, (_, i) => -3 + i / 20);
      const points = path(state).map((x) => [x, height(state, x)]);
      return (
        plot.axes("x", "f(x)") +
        plot.within(
          plot.line(
            xs.map((x) => [x, height(state, x)]),
            "curve",
          ) +
            plot.line(points, "path") +
            plot.dots(points),
        )
      );
    },
    handles: [
      {
        name: "x",
        at: (state) => [state.x, height(state, state.x)],
        to: (state, [x]) => ({ x }),
        x: [-2.2, 2.2],
        step: 0.05,
        shown: ({ x }) => number(x),
      },
    ],
  };

  const course = {
    shape: 0.74,
    view: () => ({ x: [-0.4, STEPS + 0.4], y: [-3, 3] }),
    draw(plot, state, text) {
      const points = path(state).map((x, t) => [t, x]);
      return (
        plot.axes(text.steps, "x") +
        plot.within(
          plot.line(
            [
              [-1, 0],
              [STEPS + 1, 0],
            ],
            "limit",
          ) +
            plot.line(points, "path") +
            plot.dots(points),
        )
      );
    },
  };

  explorables.rate = {
    start: { lr: 0.95, curvature: 2, x: 2 },
    panels: [rate, parabola, course],
    controls: [{ name: "curvature", min: 1, max: 4, step: 0.1 }],
    path,
    says(state, text) {
      const { lr, curvature } = state;
      const facts = {
        lr: number(lr),
        limit: number(2 / curvature),
        factor: number(1 - lr * curvature),
        end: number(path(state).at(-1), 4),
      };
      return fill(text[kindOf(state)], facts);
    },
  };
}
