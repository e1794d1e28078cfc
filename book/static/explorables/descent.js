// 7.8: a function, an optimiser, a rate and a start are chosen; the path grows step by step.
{
  const { number, fill, clamp } = drawing;
  const { bowl, valleys, descend } = optimisers;
  const MOST = 120;
  const [WIDTH, HEIGHT] = [
    [-2.5, 2.5],
    [-1.5, 1.5],
  ];

  const FUNCTIONS = { bowl: bowl(20), valleys: valleys() };
  const STARTS = { bowl: [2, 1], valleys: [0.02, 1.2] };
  const LEVELS = {
    bowl: [0.25, 1, 2.5, 5, 8, 12, 17, 23],
    valleys: [0.05, 0.15, 0.249, 0.5, 1, 2, 4, 7, 11],
  };
  const RATES = { gradient_descent: 0.09, momentum: 0.02, adagrad: 0.5, rmsprop: 0.05, adam: 0.2 };

  const path = (state) =>
    descend(FUNCTIONS[state.function].gradient, state.optimiser, state.at, state.count, state);
  const known = (points) => points.filter((point) => point.every(Number.isFinite));

  const trace = {
    wide: true,
    shape: 0.54,
    least: 240,
    view: () => ({ x: WIDTH, y: HEIGHT }),
    draw(plot, state) {
      const points = known(path(state));
      return (
        plot.axes("x₁", "x₂") +
        plot.within(
          plot.contour(FUNCTIONS[state.function].value, LEVELS[state.function]) +
            plot.line(points, "path") +
            plot.dots(points) +
            plot.dots(points.slice(-1), "last", 5),
        )
      );
    },
    click: (state, [x1, x2]) => ({
      at: [+clamp(x1, WIDTH).toFixed(2), +clamp(x2, HEIGHT).toFixed(2)],
      count: 0,
    }),
    handles: [
      {
        name: "from",
        at: (state) => state.at,
        to: (state, at) => ({ at }),
        x: WIDTH,
        y: HEIGHT,
        step: 0.02,
        shown: ({ at }) => `x₁ = ${number(at[0])}, x₂ = ${number(at[1])}`,
      },
    ],
  };

  const values = {
    wide: true,
    height: 180,
    view: () => ({ x: [0, MOST], y: [1e-8, 1e2], log: true }),
    draw(plot, state, text) {
      const { value } = FUNCTIONS[state.function];
      const points = known(path(state)).map((point, t) => [t, value(point)]);
      return plot.axes(text.steps, "f") + plot.within(plot.line(points, "path"));
    },
  };

  explorables.descent = {
    start: { function: "bowl", optimiser: "adam", lr: 0.2, at: [2, 1], count: 40 },
    panels: [trace, values],
    controls: [
      {
        name: "function",
        options: Object.keys(FUNCTIONS),
        then: (state) => ({ at: STARTS[state.function] }),
      },
      {
        name: "optimiser",
        options: Object.keys(RATES),
        then: (state) => ({ lr: RATES[state.optimiser] }),
      },
      { name: "lr", min: 0.001, max: 1, step: 0.01, log: true },
    ],
    steps: {
      next: ({ count }) => (count < MOST ? { count: count + 1 } : null),
      first: () => ({ count: 0 }),
    },
    says(state, text) {
      const points = path(state);
      const [x1, x2] = points.at(-1);
      const value = FUNCTIONS[state.function].value([x1, x2]);
      const facts = {
        optimiser: text[state.optimiser],
        lr: number(state.lr),
        count: state.count,
        x1: number(+x1.toFixed(4)),
        x2: number(+x2.toFixed(4)),
        value: number(value),
      };
      const far = !(Math.abs(x1) < 100 && Math.abs(x2) < 100);
      const slow = state.function === "valleys" && Math.hypot(x1, x2) < 0.3;
      if (!state.count) return fill(text.begins, facts);
      const kind = far ? "diverges" : slow ? "saddle" : value < 1e-3 ? "arrives" : "";
      return fill(text.moved, facts) + (kind && text[kind]);
    },
  };
}
