// 7.4: momentum on bowls, from round to a thousand times as steep one way as the other.
{
  const { number, fill } = drawing;
  const { bowl, descend, countSteps, bestRate, bestBeta } = optimisers;
  const BETAS = [0, 0.99];
  // Contour lines, as shares of the height in a corner.
  const SHARES = [0.002, 0.01, 0.04, 0.12, 0.27, 0.48, 0.75];

  const steps = (condition, beta) => countSteps(condition, bestRate(condition, beta), beta);

  // Steps by beta; kept until the condition changes.
  const curve = { condition: 0, points: [] };
  function stepsByBeta(condition) {
    if (curve.condition !== condition) {
      const betas = Array.from({ length: 100 }, (_, i) => i / 100);
      const all = [...betas, bestBeta(condition)].sort((a, b) => a - b);
      curve.condition = condition;
      curve.points = all.map((beta) => [beta, steps(condition, beta)]);
    }
    return curve.points;
  }

  const trace = {
    shape: 0.8,
    view: () => ({ x: [-1.2, 1.2], y: [-2.8, 2.8] }),
    draw(plot, { condition, beta }) {
      const { value, gradient } = bowl(condition);
      const levels = SHARES.map((share) => share * value([1.2, 2.8]));
      const lr = bestRate(condition, beta);
      const points = descend(gradient, "momentum", [1, 1], 60, { lr, beta });
      return (
        plot.axes("x₁", "x₂") +
        plot.within(
          plot.contour(value, levels) + plot.line(points, "path") + plot.dots(points, "dot", 2.5),
        )
      );
    },
  };

  const counts = {
    shape: 0.8,
    view: () => ({ x: [0, 1], y: [1, 1e4], log: true }),
    draw(plot, { condition }, text) {
      const best = bestBeta(condition);
      const [away, anchor] = best > 0.5 ? [-6, "end"] : [6, "start"];
      const place = [plot.px(best) + away, plot.floor - 8];
      const name = plot.write(place, `${text.best} ${number(best)}`, anchor);
      const limit = plot.line(
        [
          [best, 1],
          [best, 1e4],
        ],
        "limit",
      );
      return (
        plot.axes("β", text.steps) +
        plot.within(limit + plot.line(stepsByBeta(condition), "curve")) +
        `<g class="axes">${name}</g>`
      );
    },
    handles: [
      {
        name: "beta",
        at: ({ condition, beta }) => [beta, steps(condition, beta)],
        to: (state, [beta]) => ({ beta }),
        x: BETAS,
        step: 0.01,
        shown: ({ beta }) => number(beta),
      },
    ],
  };

  explorables.condition = {
    start: { condition: 20, beta: 0.2 },
    panels: [trace, counts],
    controls: [
      { name: "condition", min: 1, max: 1000, step: 0.05, log: true },
      { name: "beta", min: BETAS[0], max: BETAS[1], step: 0.01 },
      { name: "useBest", press: (state) => ({ beta: bestBeta(state.condition) }) },
    ],
    says(state, text) {
      const { condition, beta } = state;
      const facts = {
        condition: number(condition),
        beta: number(beta),
        lr: number(bestRate(condition, beta)),
        count: steps(condition, beta),
        best: number(bestBeta(condition)),
        least: steps(condition, bestBeta(condition)),
        plain: steps(condition, 0),
      };
      const away = beta - bestBeta(condition);
      const beyond = facts.count < facts.least ? "fewer" : away < 0 ? "tooSmall" : "tooLarge";
      const kind = Math.abs(away) < 1e-6 ? "atBest" : beyond;
      return fill(text.counted, facts) + fill(text[kind], facts);
    },
  };
}
